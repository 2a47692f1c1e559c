package io.llmfailover.api.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.api.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong field is named; nothing wrong ends in anything but this one exception. */
class WrongRequestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | body",
        "{} | max_tokens",
        "{'max_tokens':5} | messages",
        "{'max_tokens':5,'messages':[]} | messages",
        "{'max_tokens':5,'messages':{}} | messages",
        "{'max_tokens':5,'messages':['Hi']} | messages.0",
        "{'max_tokens':5,'messages':[{'content':'Hi'}]} | messages.0.role",
        "{'max_tokens':5,'messages':[{'role':'user'}]} | messages.0.content",
        "{'max_tokens':5,'messages':[{'role':'user','content':''}]} | messages.0.content",
        "{'max_tokens':5,'messages':[{'role':'user','content':[]}]} | messages.0.content",
        "{'max_tokens':5,'messages':[{'role':'user','content':7}]} | messages.0.content",
        "{'max_tokens':5,'messages':[{'role':'user','content':[7]}]} | messages.0.content.0",
      })
  void namesWhatIsWrongInTheBody(String body, String field) {
    assertThat(blamed(Wire.bytes(body))).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'model':7 | model",
        "'stream':'yes' | stream",
        "'system':7 | system",
        "'system':[{'type':'image'}] | system.0.type",
        "'temperature':1.5 | temperature",
        "'temperature':-0.1 | temperature",
        "'temperature':1e999 | temperature",
        "'temperature':'hot' | temperature",
        "'temperature':NaN | body",
        "'top_p':2 | top_p",
        "'top_k':0.5 | top_k",
        "'stop_sequences':'END' | stop_sequences",
        "'stop_sequences':[1] | stop_sequences.0",
        "'metadata':'u' | metadata",
        "'metadata':{'user_id':7} | metadata.user_id",
        "'thinking':true | thinking",
        "'output_config':{'format':{'type':'text'}} | output_config.format.type",
        "'output_config':{'format':{'type':'json_schema'}} | output_config.format.schema",
        "'output_format':{'type':'json_schema','schema':[]} | output_format.schema",
        "'tools':{} | tools",
        "'tools':[{'input_schema':{}}] | tools.0.name",
        "'tools':[{'name':'a'}] | tools.0.input_schema",
        "'tools':[{'name':'a','input_schema':'b'}] | tools.0.input_schema",
        "'tools':[{'name':' ','input_schema':{}}] | tools.0.name",
        "'tool_choice':'auto' | tool_choice",
        "'tool_choice':{'type':'some'} | tool_choice.type",
        "'tool_choice':{'type':'any'} | tool_choice.type",
        "'tool_choice':{'type':'tool','name':'a'} | tool_choice.name",
      })
  void namesTheWrongField(String member, String field) {
    assertThat(blamed(Wire.request("," + member))).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1.5", "'\"5\"'", "3000000000", "1e400"})
  void refusesLimitsThatAreNone(String limit) {
    byte[] body =
        Wire.bytes("{'messages':[{'role':'user','content':'Hi'}],'max_tokens':" + limit + "}");

    assertThat(blamed(body)).isEqualTo("max_tokens");
  }

  @ParameterizedTest
  @CsvSource({"system", "tool", "root"})
  void refusesUnknownRoles(String role) {
    byte[] body = Wire.conversation("{'role':'" + role + "','content':'Hi'}");

    assertThat(blamed(body)).isEqualTo("messages.0.role");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user | {'text':'a'} | type",
        "user | {'type':'te xt'} | type",
        "user | {'type':'text'} | text",
        "user | {'type':'image'} | source",
        "user | {'type':'image','source':{'type':'base64','data':'AA=='}} | source.media_type",
        "user | {'type':'image','source':{'type':'url','url':'file:///etc'}} | source.url",
        "user | {'type':'image','source':{'type':'disk'}} | source.type",
        "user | {'type':'tool_result'} | tool_use_id",
        "user | {'type':'tool_result','tool_use_id':'t','content':7} | content",
        "user | {'type':'tool_result','tool_use_id':'t','is_error':'no'} | is_error",
        "user | {'type':'tool_use','id':'t','name':'n','input':{}} | type",
        "assistant | {'type':'tool_result','tool_use_id':'t'} | type",
        "assistant | {'type':'tool_use','name':'n','input':{}} | id",
        "assistant | {'type':'tool_use','id':'t','input':{}} | name",
        "assistant | {'type':'tool_use','id':'t','name':'n','input':'{}'} | input",
      })
  void namesTheWrongFieldOfABlock(String role, String block, String field) {
    byte[] body =
        Wire.conversation(
            "{'role':'" + role + "','content':[{'type':'text','text':'Hi'}," + block + "]}");

    assertThat(blamed(body)).isEqualTo("messages.0.content.1." + field);
  }

  @Test
  void refusesHalfASurrogatePair() {
    byte[] body = Wire.conversation("{'role':'user','content':'a\\ud83d'}");

    assertThat(blamed(body)).isEqualTo("messages.0.content");
  }

  @Test
  void refusesBrokenUtf8() {
    byte[] body = Wire.conversation("{'role':'user','content':'?'}");
    body[new String(body, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xC0;

    assertThat(blamed(body)).isEqualTo("body");
  }

  @Test
  void keepsControlAndBidirectionalCharactersExactly() {
    String strange = "\u0000\r\n\u202e\ufeff\u0007";
    byte[] body =
        Json.write(Wire.json("{'max_tokens':5,'messages':[{'role':'user','content':'CONTENT'}]}"));
    byte[] sent =
        new String(body, StandardCharsets.UTF_8)
            .replace("CONTENT", "\\u0000\\r\\n\u202e\ufeff\\u0007")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(RequestReader.asked(sent).prompt().messages())
        .containsExactly(Message.user(strange));
  }

  private static String blamed(byte[] body) {
    InvalidPromptException wrong =
        catchThrowableOfType(InvalidPromptException.class, () -> RequestReader.asked(body));
    assertThat(wrong).as("refusal").isNotNull();
    assertThat(wrong.getMessage()).startsWith(wrong.field() + ": ");
    return wrong.field();
  }
}
