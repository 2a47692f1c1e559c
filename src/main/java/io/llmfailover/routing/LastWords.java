package io.llmfailover.routing;

import io.llmfailover.Message;
import io.llmfailover.Prompt;
import java.util.List;

/** What the user said last: what the answer is to. */
final class LastWords {
  private LastWords() {}

  /**
   * The text of the last user message, its first characters; empty when there is none.
   *
   * @param most characters at most
   */
  static String of(Prompt prompt, int most) {
    List<Message> messages = prompt.messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i) instanceof Message.FromUser user) {
        String text = Message.textOf(user.parts());
        return text.length() <= most ? text : text.substring(0, most);
      }
    }
    return "";
  }
}
