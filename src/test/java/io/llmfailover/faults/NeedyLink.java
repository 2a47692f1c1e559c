package io.llmfailover.faults;

import static io.llmfailover.provider.DialectCall.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.llmfailover.upstream.WireReply;

/** Links of every dialect and of every way to be asked for JSON, and what goes over their wires. */
enum NeedyLink {
  /** Native schema, strict. */
  OPENAI("openai", "gpt-4o", "gpt-4.1"),
  /** Native JSON Schema. */
  GEMINI("gemini", "gemini-2.5-flash", "gemini-2.5-flash-lite"),
  /** Native schema in OpenAPI's subset. */
  OLD_GEMINI("gemini", "gemini-1.5-pro", "gemini-1.5-flash"),
  /** Native schema, closed. */
  ANTHROPIC("anthropic", "claude-haiku-4-5-20251001", "claude-opus-4-5-20251101"),
  /** Without one, by configuration: a forced tool. */
  OLD_ANTHROPIC("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-20250514"),
  /** Native schema, not strict; no pictures. */
  TOGETHER("together", "Qwen/Qwen2.5-7B-Instruct-Turbo", "Qwen/Qwen2.5-72B-Instruct-Turbo"),
  /** JSON mode, and the schema in words; pictures. */
  SEEING_TOGETHER("together", "moonshotai/Kimi-K2.5", "zai-org/GLM-4.7");

  private static final String USED = "'prompt_tokens':9,'completion_tokens':3,'total_tokens':12";

  final String provider;
  private final String model;
  private final String twin;

  NeedyLink(String provider, String model, String twin) {
    this.provider = provider;
    this.model = model;
    this.twin = twin;
  }

  /** Its model; another one that is asked in the same way, where the first link is this one too. */
  String model(boolean second) {
    return second ? twin : model;
  }

  boolean sees() {
    return this != TOGETHER;
  }

  /** Declares what the catalogue does not know of it. */
  void configure(Wired wired) {
    for (String name : new String[] {model, twin}) {
      if (this == OLD_ANTHROPIC) {
        wired.with("llm.model.anthropic/" + name + ".json-schema", "false");
      }
      if (this == SEEING_TOGETHER) {
        wired.with("llm.model.together/" + name + ".vision", "true");
      }
    }
  }

  /** It is overloaded. */
  WireReply overloaded() {
    return WireReply.of(
        provider.equals("anthropic")
            ? "anthropic/err-529.http"
            : provider + "/err-503-overloaded.http");
  }

  /** The prompt is too long for it. */
  WireReply tooLong() {
    return WireReply.of(
        switch (provider) {
          case "anthropic" -> "anthropic/err-400-prompt-too-long.http";
          case "together" -> "together/err-422-context.http";
          default -> provider + "/err-400-context-length.http";
        });
  }

  /** JSON it was asked for, cut by the limit of tokens. */
  WireReply cut() {
    return WireReply.of(provider + "/ok-truncated-json.json");
  }

  /** This text, as its model would give it. */
  WireReply saying(String text) {
    TextNode quoted = TextNode.valueOf(text);
    return answering(
        switch (provider) {
          case "gemini" -> geminiAnswer("{'text':" + quoted + "}");
          case "anthropic" -> anthropicAnswer("{'type':'text','text':" + quoted + "}", "end_turn");
          default -> openAiAnswer("'content':" + quoted, "stop");
        });
  }

  /** This JSON, as its model would give it when asked for it in this link's way. */
  WireReply sayingJson(String json) {
    return this == OLD_ANTHROPIC
        ? answering(
            anthropicAnswer(
                "{'type':'tool_use','id':'toolu_1','name':'json','input':" + json + "}",
                "tool_use"))
        : saying(json);
  }

  /** A call of this tool. */
  WireReply calling(String tool, String arguments) {
    TextNode quoted = TextNode.valueOf(arguments);
    return answering(
        switch (provider) {
          case "gemini" ->
              geminiAnswer("{'functionCall':{'name':'" + tool + "','args':" + arguments + "}}");
          case "anthropic" ->
              anthropicAnswer(
                  "{'type':'tool_use','id':'toolu_1','name':'"
                      + tool
                      + "','input':"
                      + arguments
                      + "}",
                  "tool_use");
          default ->
              openAiAnswer(
                  "'content':null,'tool_calls':[{'id':'call_9','type':'function',"
                      + "'function':{'name':'"
                      + tool
                      + "','arguments':"
                      + quoted
                      + "}}]",
                  "tool_calls");
        });
  }

  /** The body it must get: these turns in the dialect's own words, and these fields besides. */
  JsonNode body(String model, String openAi, String gemini, String anthropic, String fields) {
    ObjectNode body =
        (ObjectNode)
            json(
                switch (provider) {
                  case "gemini" -> "{'contents':" + gemini + "}";
                  case "anthropic" -> "{'max_tokens':8192,'messages':" + anthropic + "}";
                  default -> "{'messages':" + openAi + "}";
                });
    if (!provider.equals("gemini")) {
      body.put("model", model);
    }
    body.setAll((ObjectNode) json("{" + fields + "}"));
    return body;
  }

  private static WireReply answering(String body) {
    return WireReply.json(json(body).toString());
  }

  private static String openAiAnswer(String message, String finish) {
    return "{'id':'x','object':'chat.completion','choices':[{'index':0,'message':"
        + "{'role':'assistant',"
        + message
        + "},'finish_reason':'"
        + finish
        + "'}],'usage':{"
        + USED
        + "}}";
  }

  private static String geminiAnswer(String part) {
    return "{'candidates':[{'content':{'role':'model','parts':["
        + part
        + "]},'finishReason':'STOP','index':0}],'usageMetadata':{'promptTokenCount':9,"
        + "'candidatesTokenCount':3,'totalTokenCount':12}}";
  }

  private static String anthropicAnswer(String block, String stop) {
    return "{'id':'msg_1','type':'message','role':'assistant','content':["
        + block
        + "],'stop_reason':'"
        + stop
        + "','usage':{'input_tokens':9,'output_tokens':3}}";
  }
}
