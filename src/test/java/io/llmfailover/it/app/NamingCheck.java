package io.llmfailover.it.app;

import io.llmfailover.Answer;
import io.llmfailover.AnswerCheck;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Accepts every answer, and notes which module it finds itself in. */
@ApplicationScoped
public class NamingCheck implements AnswerCheck {
  private volatile String module = "";

  @Override
  public Optional<Objection> check(Prompt prompt, Answer answer) {
    try {
      module = InitialContext.doLookup("java:module/ModuleName");
    } catch (NamingException unknown) {
      module = unknown.toString();
    }
    return Optional.empty();
  }

  /** The module's name, or why it was not found. */
  public String module() {
    return module;
  }
}
