package io.llmfailover.routing;

import io.llmfailover.LanguageTag;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Asks Apache OpenNLP's language detector. Holds its model, some 40 MB. The only class that knows
 * the library: who does not make one does not need the library.
 */
final class OpenNlpLanguages implements Languages {
  private static final String MODEL = "/langdetect-183.bin";

  /**
   * The model spreads its confidence over 183 languages, so its absolute value says little; how far
   * the first is ahead of the second does.
   */
  private static final double AHEAD = 1.05;

  private static final int FEWEST_WORDS = 2;
  private static final Pattern WORDS = Pattern.compile("\\p{L}+");

  /** Single languages the model tells apart, which have a code only together with their kin. */
  private static final Map<String, String> KIN =
      Map.of("cmn", "zh", "ekk", "et", "lvs", "lv", "pes", "fa", "plt", "mg");

  private final LanguageDetectorModel model;

  private OpenNlpLanguages(LanguageDetectorModel model) {
    this.model = model;
  }

  /**
   * Loads the model; takes a second or two.
   *
   * @throws IOException when the model is not there or cannot be read
   */
  static OpenNlpLanguages load() throws IOException {
    try (InputStream model = OpenNlpLanguages.class.getResourceAsStream(MODEL)) {
      if (model == null) {
        throw new FileNotFoundException(MODEL);
      }
      return new OpenNlpLanguages(new LanguageDetectorModel(model));
    }
  }

  @Override
  public Optional<LanguageTag> of(String text) {
    if (WORDS.matcher(text).results().limit(FEWEST_WORDS).count() < FEWEST_WORDS) {
      return Optional.empty();
    }
    // Detectors are not said to be thread-safe, and cost nothing to make; the model is only read.
    Language[] likely = new LanguageDetectorME(model).predictLanguages(text);
    boolean sure = likely[0].getConfidence() >= AHEAD * likely[1].getConfidence();
    String code = likely[0].getLang();
    return sure ? LanguageTag.of(KIN.getOrDefault(code, code)) : Optional.empty();
  }
}
