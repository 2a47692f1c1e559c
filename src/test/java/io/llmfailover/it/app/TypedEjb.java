package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import io.llmfailover.Prompt;
import io.llmfailover.Typed;
import io.llmfailover.TypedLlm;
import jakarta.ejb.Stateless;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks for lessons in every way there is. */
@Stateless
public class TypedEjb {
  private static final Prompt PROMPT = Prompt.of("A lesson on fractions.");

  @Inject @LlmGenerator private Llm llm;

  @Inject
  @LlmGenerator("many")
  private Llm many;

  @Inject
  @LlmGenerator("lessons")
  private TypedLlm<Lesson> lessons;

  @Inject
  @LlmGenerator("many")
  private Instance<TypedLlm<List<Lesson>>> lists;

  @Inject
  @LlmGenerator("blank")
  private TypedLlm<Lesson> blank;

  /** By class. */
  public Lesson byClass() {
    return llm.generate("A lesson on fractions.", Lesson.class);
  }

  /** By class, without waiting. */
  public CompletionStage<Typed<Lesson>> byClassLater() {
    return llm.generateAsync(PROMPT, Lesson.class);
  }

  /** By literal. */
  public List<Lesson> byLiteral() {
    return many.generate(PROMPT, new TypeLiteral<List<Lesson>>() {});
  }

  /** By literal, without waiting. */
  public CompletionStage<Typed<List<Lesson>>> byLiteralLater() {
    return many.generateAsync(PROMPT, new TypeLiteral<List<Lesson>>() {});
  }

  /** By a chain of that type. */
  public Lesson byChain() {
    return lessons.generate(PROMPT);
  }

  /** By a chain of that type, without waiting. */
  public CompletionStage<Typed<Lesson>> byChainLater() {
    return lessons.generateAsync(PROMPT);
  }

  /** By a chain of a generic type. */
  public List<Lesson> byGenericChain() {
    return lists.get().generate("Lessons on fractions.");
  }

  /** From a link that first breaks a constraint the schema cannot say. */
  public CompletionStage<Typed<Lesson>> withoutBlanks() {
    return blank.generateAsync(PROMPT);
  }

  /** For a type nothing can be made of. */
  public Object unfit() {
    return llm.generate(PROMPT, Object.class);
  }
}
