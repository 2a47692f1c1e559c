package io.llmfailover.structured.tools;

import io.llmfailover.Answer;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The calls of one answer, to be run in the model's order, each exactly once. Used by one thread at
 * a time.
 */
final class ToolTurn {
  private final Toolset tools;
  private final Answer answer;
  private final List<ToolCall> calls;
  private final List<Message> results = new ArrayList<>();
  private int next;

  /**
   * The calls of an answer.
   *
   * @param before the conversation until then
   */
  ToolTurn(Toolset tools, Answer answer, List<Message> before) {
    this.tools = tools;
    this.answer = answer;
    this.calls = distinct(answer.toolCalls(), before);
  }

  /**
   * With ids nobody had before in this conversation: some servers count from zero in each answer,
   * and the link that goes on must know which result is whose.
   */
  private static List<ToolCall> distinct(List<ToolCall> asked, List<Message> before) {
    Set<String> used = new HashSet<>();
    for (Message message : before) {
      if (message instanceof Message.FromModel model) {
        model.toolCalls().forEach(call -> used.add(call.id()));
      }
    }
    List<ToolCall> calls = new ArrayList<>();
    for (ToolCall call : asked) {
      String id = call.id();
      for (int i = 2; !used.add(id); i++) {
        id = call.id() + "_" + i;
      }
      calls.add(new ToolCall(id, call.name(), call.arguments(), call.signature()));
    }
    return calls;
  }

  /** Whether all have run. */
  boolean isDone() {
    return next == calls.size();
  }

  /** Runs the next one on this thread; ends when its result is there. */
  CompletionStage<Void> runNext() {
    ToolCall call = calls.get(next);
    next++;
    return tools
        .run(call, answer.id())
        .thenAccept(
            result ->
                results.add(new Message.FromTool(call.id(), result.content(), result.failed())));
  }

  /** What it adds to the conversation: what the model said, and what its tools gave back. */
  List<Message> messages() {
    List<Part> said = answer.text().isEmpty() ? List.of() : List.of(new Part.Text(answer.text()));
    List<Message> all = new ArrayList<>();
    all.add(new Message.FromModel(said, calls));
    all.addAll(results);
    return all;
  }
}
