package io.llmfailover.provider;

import static io.llmfailover.provider.DialectCall.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Schemas the tests of several dialects share. */
public final class Schemas {
  /** What a bean with constraints is described as: closed, all of it required, with limits. */
  public static final JsonNode LESSON =
      json(
          "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'object',"
              + "'properties':{'title':{'type':'string','description':'What it is called.',"
              + "'minLength':1,'maxLength':80},'level':{'type':'string','enum':['A1','A2']},"
              + "'minutes':{'type':'integer','minimum':1,'maximum':240},"
              + "'starts':{'type':'string','format':'date'},"
              + "'words':{'type':'array','minItems':1,'uniqueItems':true,'items':"
              + "{'$ref':'#/$defs/Word'}}},"
              + "'required':['title','level','minutes','starts','words'],"
              + "'additionalProperties':false,'$defs':{'Word':{'type':'object','properties':"
              + "{'swahili':{'type':'string','pattern':'^(?=.)\\\\S+$'},'english':{'type':'string',"
              + "'default':'?'}},'required':['swahili','english'],'additionalProperties':false}}}");

  private Schemas() {}

  /** So many definitions, each of which contains all the others, that they unroll without end. */
  public static JsonNode useEachOther(int definitions) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < definitions; i++) {
      StringBuilder fields = new StringBuilder();
      for (int j = 0; j < definitions; j++) {
        String separator = j == 0 ? "" : ",";
        fields
            .append(separator)
            .append("'f" + j + "':{'$ref':'#/$defs/d" + j + "','description':'d'}");
      }
      all.append(i == 0 ? "" : ",");
      all.append("'d" + i + "':{'type':'object','properties':{" + fields + "}}");
    }
    return json("{'type':'object','properties':{'a':{'$ref':'#/$defs/d0'}},'$defs':{" + all + "}}");
  }
}
