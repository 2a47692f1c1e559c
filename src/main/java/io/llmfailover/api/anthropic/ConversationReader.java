package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Message;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code system} and {@code messages} of one request. */
final class ConversationReader {
  private static final String BLANK_LINE = "\n\n";

  private final Fields body;
  private final Leftovers leftovers;
  private final List<Message> read = new ArrayList<>();

  ConversationReader(Fields body, Leftovers leftovers) {
    this.body = body;
    this.leftovers = leftovers;
  }

  /**
   * All messages, the rules first. Takes thinking nobody signed out of the body, which Anthropic
   * would refuse: it came from a link of another dialect.
   */
  List<Message> messages() {
    system();
    UnsignedThinking.removeFrom(body.needed("messages"));
    List<Fields> turns = body.list("messages");
    if (turns.isEmpty()) {
      throw body.wrong("messages", "at least one message is required");
    }
    turns.forEach(this::turn);
    return List.copyOf(read);
  }

  private void system() {
    JsonNode system = body.field("system").orElse(null);
    if (system == null) {
      return;
    }
    String rules = system.isArray() ? joined(body.list("system")) : body.neededText("system");
    if (!rules.isEmpty()) {
      read.add(Message.rules(rules));
    }
  }

  private String joined(List<Fields> blocks) {
    List<String> texts = new ArrayList<>();
    for (Fields block : blocks) {
      if (!block.neededText("type").equals("text")) {
        throw block.wrong("type", "must be text");
      }
      leftovers.cacheControl(block);
      texts.add(block.neededText("text"));
    }
    return String.join(BLANK_LINE, texts);
  }

  private void turn(Fields turn) {
    String role = turn.neededText("role");
    boolean user = role.equals("user");
    if (!user && !role.equals("assistant")) {
      throw turn.wrong("role", "must be user or assistant; rules belong into system");
    }
    JsonNode content = turn.needed("content");
    BlockReader blocks = new BlockReader(leftovers, user);
    if (content.isArray()) {
      turn.list("content").forEach(blocks::read);
    } else {
      blocks.text(turn.neededText("content"));
    }
    boolean empty = content.isArray() ? content.isEmpty() : content.textValue().isEmpty();
    if (user && empty) {
      throw turn.wrong("content", "must not be empty");
    }
    read.addAll(blocks.messages());
  }
}
