package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import io.llmfailover.api.WholeCharacters;
import io.llmfailover.provider.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code contents} of a request. Used once. */
final class ContentsReader {
  /** Marks a signature as Gemini's; the links that speak Gemini know it by the same mark. */
  static final String SIGNATURE_MARK = "gemini:";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9.+-]+/[a-z0-9.+-]+( *;[\\x20-\\x7e]*)?");

  private static final Set<String> CODE = Set.of("executableCode", "codeExecutionResult");

  /** What belongs to a part but is no content. */
  private static final Set<String> BESIDES =
      Set.of("thought", "thoughtSignature", "videoMetadata", "partMetadata", "mediaResolution");

  private final Untellable untellable;
  private final OpenCalls calls = new OpenCalls();
  private final List<Message> messages = new ArrayList<>();

  ContentsReader(Untellable untellable) {
    this.untellable = untellable;
  }

  List<Message> read(Fields body) {
    List<Fields> contents = body.inners("contents");
    if (contents.isEmpty()) {
      throw body.wrong("contents", "at least one content is needed");
    }
    for (Fields content : contents) {
      List<Fields> parts = content.inners("parts");
      if (parts.isEmpty()) {
        throw content.wrong("parts", "at least one part is needed");
      }
      switch (content.text("role").orElse("user").toLowerCase(Locale.ROOT)) {
        case "user", "function", "" -> fromUser(parts);
        case "model" -> fromModel(parts);
        default -> throw content.wrong("role", "must be user or model");
      }
    }
    return messages;
  }

  /** Results stand first: some dialects want them right behind the calls they answer. */
  private void fromUser(List<Fields> parts) {
    List<Part> said = new ArrayList<>();
    boolean answers = false;
    for (Fields part : parts) {
      if (part.has("functionCall")) {
        throw part.wrong("functionCall", "belongs to a content whose role is model");
      }
      if (part.has("functionResponse")) {
        messages.add(result(part.inner("functionResponse").orElseThrow()));
        answers = true;
      } else {
        content(part, said);
      }
    }
    if (!said.isEmpty() || !answers) {
      messages.add(new Message.FromUser(said));
    }
  }

  /**
   * Google's SDKs keep each chunk of a stream as a content of its own; together they are a turn.
   */
  private void fromModel(List<Fields> parts) {
    List<Part> said = new ArrayList<>();
    List<ToolCall> asked = new ArrayList<>();
    if (!messages.isEmpty()
        && messages.get(messages.size() - 1) instanceof Message.FromModel turn) {
      messages.remove(messages.size() - 1);
      said.addAll(turn.parts());
      asked.addAll(turn.toolCalls());
    } else {
      calls.nextTurn();
    }
    for (Fields part : parts) {
      if (part.has("functionResponse")) {
        throw part.wrong("functionResponse", "belongs to a content whose role is user");
      }
      if (part.has("functionCall")) {
        asked.add(call(part));
      } else {
        content(part, said);
      }
    }
    messages.add(new Message.FromModel(said, asked));
  }

  private ToolCall call(Fields part) {
    Fields call = part.inner("functionCall").orElseThrow();
    String name = call.needed("name");
    String arguments = call.inner("args").map(args -> compact(args.object())).orElse("{}");
    String signature = part.text("thoughtSignature").map(own -> SIGNATURE_MARK + own).orElse("");
    return new ToolCall(calls.asked(call.text("id").orElse(""), name), name, arguments, signature);
  }

  private Message result(Fields response) {
    String name = response.needed("name");
    String id =
        calls
            .answered(response.text("id").orElse(""), name)
            .orElseThrow(
                () ->
                    response.wrong(
                        "name", "answers no earlier functionCall: " + WholeCharacters.shown(name)));
    if (!response.list("parts").isEmpty()) {
      untellable.onlyThere("media in tool results");
    }
    JsonNode object = response.inner("response").map(Fields::object).orElseGet(WireJson::object);
    boolean failed = object.size() == 1 && object.has("error");
    JsonNode content = failed ? object.get("error") : object;
    return new Message.FromTool(
        id, content.isTextual() ? content.textValue() : compact(content), failed);
  }

  private void content(Fields part, List<Part> said) {
    if (part.flag("thought")) {
      return;
    }
    if (part.has("text")) {
      said.add(new Part.Text(part.text("text").orElseThrow()));
    } else if (part.has("inlineData")) {
      media(part.inner("inlineData").orElseThrow(), said);
    } else if (part.has("fileData")) {
      part.inner("fileData").orElseThrow().needed("fileUri");
      untellable.onlyThere("file");
    } else if (CODE.stream().anyMatch(part::has)) {
      untellable.onlyThere("code execution");
    } else if (!part.besides(BESIDES).isEmpty()) {
      untellable.onlyThere("parts only Gemini knows");
    } else if (!part.has("thoughtSignature")) {
      throw part.wrong("is empty");
    }
  }

  private void media(Fields media, List<Part> said) {
    String type = media.needed("mimeType").toLowerCase(Locale.ROOT);
    if (!MEDIA_TYPE.matcher(type).matches()) {
      throw media.wrong("mimeType", "must be a media type such as image/png");
    }
    String data = media.needed("data");
    if (type.startsWith("image/")) {
      // Google's JSON takes both alphabets of Base64, the others only the usual one.
      said.add(new Part.InlineImage(type, data.replace('-', '+').replace('_', '/')));
    } else if (type.startsWith("audio/")) {
      untellable.onlyThere("audio");
    } else if (type.startsWith("video/")) {
      untellable.onlyThere("video");
    } else {
      untellable.onlyThere("document");
    }
  }

  private static String compact(JsonNode node) {
    return WireJson.compact(node);
  }
}
