package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A prompt's messages for a dialect that has one place for rules, above the turns.
 *
 * @param rules all rules, joined with a blank line; empty when there are none
 * @param turns all else in order, none of them without content
 */
public record Conversation(String rules, List<Message> turns) {
  private static final String BLANK_LINE = "\n\n";

  /** Copies the turns. */
  public Conversation {
    turns = List.copyOf(turns);
  }

  /**
   * The call's conversation. Notes rules that had to move, and rules said as the user because there
   * is no other turn.
   *
   * @param unsayable the texts this dialect refuses as a part: they are left out
   * @throws ProviderException when nothing is left to say ({@code unsupported})
   */
  public static Conversation of(ProviderCall call, Predicate<String> unsayable) {
    List<String> rules = new ArrayList<>();
    List<Message> turns = new ArrayList<>();
    for (Message message : call.prompt().messages()) {
      if (message instanceof Message.Rules rule) {
        if (!turns.isEmpty() && !rule.text().isBlank()) {
          call.notice("Rules from the middle of the conversation were moved to its top.");
        }
        rules.add(rule.text());
      } else {
        sayable(message, unsayable, turns);
      }
    }
    return settled(call, joined(rules), turns);
  }

  /**
   * Messages that continue a conversation written already; rules among them are apart, as always.
   * There may be none.
   *
   * @param unsayable the texts this dialect refuses as a part: they are left out
   */
  public static Conversation added(List<Message> messages, Predicate<String> unsayable) {
    List<String> rules = new ArrayList<>();
    List<Message> turns = new ArrayList<>();
    for (Message message : messages) {
      if (message instanceof Message.Rules rule) {
        rules.add(rule.text());
      } else {
        sayable(message, unsayable, turns);
      }
    }
    return new Conversation(joined(rules), turns);
  }

  /** The same with one more rule at the end. */
  public Conversation ruled(String rule) {
    return new Conversation(joined(List.of(rules, rule)), turns);
  }

  /** The rules joined with a blank line; blank ones are left out. */
  public static String joined(List<String> rules) {
    return String.join(BLANK_LINE, rules.stream().filter(rule -> !rule.isBlank()).toList());
  }

  private static Conversation settled(ProviderCall call, String rules, List<Message> turns) {
    if (!turns.isEmpty()) {
      return new Conversation(rules, turns);
    }
    if (rules.isEmpty()) {
      throw new ProviderException(
          Failure.of(FailureKind.UNSUPPORTED, 0, "this provider refuses a prompt without content"));
    }
    call.notice("The rules were sent as the user's words: the prompt has no others.");
    return new Conversation("", List.of(Message.user(rules)));
  }

  private static void sayable(Message message, Predicate<String> unsayable, List<Message> turns) {
    if (message instanceof Message.FromUser user) {
      List<Part> parts = sayable(user.parts(), unsayable);
      if (!parts.isEmpty()) {
        turns.add(new Message.FromUser(parts));
      }
    } else if (message instanceof Message.FromModel model) {
      List<Part> parts = sayable(model.parts(), unsayable);
      if (!parts.isEmpty() || !model.toolCalls().isEmpty()) {
        turns.add(new Message.FromModel(parts, model.toolCalls()));
      }
    } else {
      turns.add(message);
    }
  }

  private static List<Part> sayable(List<Part> parts, Predicate<String> unsayable) {
    return parts.stream()
        .filter(part -> !(part instanceof Part.Text text && unsayable.test(text.text())))
        .toList();
  }
}
