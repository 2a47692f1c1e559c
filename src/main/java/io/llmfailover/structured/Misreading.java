package io.llmfailover.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.regex.Pattern;

/** Says to a model why what it wrote could not be read, and where. */
final class Misreading {
  /** What Jackson adds for programmers. */
  private static final Pattern ADVICE =
      Pattern.compile(" \\((?:but (?:might|could)|set Des|bound as|for Object).*|; `Des.*");

  private static final String MISSING = "Missing creator property '";

  /** A value that is quoted back to the model. */
  private static final int MOST_OF_VALUE = 60;

  private Misreading() {}

  /**
   * What is wrong, with its place as a JSON pointer.
   *
   * @param place the pointer to what was read; empty for the whole
   */
  static String told(JsonProcessingException wrong, String place) {
    if (!(wrong instanceof JsonMappingException misfit)) {
      return Words.at("", "is not JSON: " + Words.line(wrong.getOriginalMessage()));
    }
    StringBuilder pointer = new StringBuilder(place);
    for (JsonMappingException.Reference step : misfit.getPath()) {
      pointer.append(
          Words.step(step.getFieldName() == null ? step.getIndex() : step.getFieldName()));
    }
    return Words.at(pointer.toString(), reason(misfit));
  }

  private static String reason(JsonMappingException misfit) {
    if (misfit instanceof UnrecognizedPropertyException) {
      return "is not asked for";
    }
    if (misfit instanceof InvalidFormatException unfit) {
      String value = Words.line(Words.cut(String.valueOf(unfit.getValue()), MOST_OF_VALUE));
      String quote = unfit.getValue() instanceof CharSequence ? "\"" : "";
      return quote + value + quote + " is no " + unfit.getTargetType().getSimpleName();
    }
    String said = misfit.getOriginalMessage();
    return said.startsWith(MISSING)
        ? "is missing"
        : Words.line(ADVICE.matcher(said).replaceFirst(""));
  }
}
