package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Takes generators in by constructor and by method, of two named chains. */
@ApplicationScoped
public class AllPlaces {
  private Llm spare;
  private Llm usual;

  /** For the proxy. */
  protected AllPlaces() {}

  /** Takes the named chain. */
  @Inject
  public AllPlaces(@LlmGenerator("spare") Llm spare) {
    this.spare = spare;
  }

  @Inject
  void takeUsual(@LlmGenerator("default") Llm llm) {
    this.usual = llm;
  }

  /** The link that answers for the chain {@code spare}. */
  public String spareLink() {
    return spare.generate("Who are you?").link();
  }

  /** The link that answers for the default chain, named as such. */
  public String usualLink() {
    return usual.generate("Who are you?").link();
  }
}
