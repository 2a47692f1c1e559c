package io.llmfailover.provider;

import io.llmfailover.provider.ReasonCodes.Plain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an error's words and status mean together: Google's quota names first, then codes that
 * settle it, known wordings, codes that lean, the status.
 *
 * @param words what was said
 * @param text the same in lower case
 * @param status the status that counts: the HTTP one, or under a success the one in the body, 200
 *     when there is none
 * @param ruling what it means
 */
record Reading(ErrorWords words, String text, int status, Ruling ruling) {
  private static final Plain GOOGLES = Plain.of("RESOURCE_EXHAUSTED");
  private static final Plain NO_MONEY = Plain.of("insufficient_quota");

  /** HTTP statuses under which relays hide the status that counts. */
  private static final Set<Integer> GENERAL = Set.of(200, 400, 500, 502);

  /** Statuses telling enough to be believed when they stand in the body. */
  private static final Set<Integer> TELLING =
      Set.of(401, 402, 403, 404, 408, 413, 429, 498, 503, 504, 529);

  /** Failures inside that no repeat cures: not implemented, login needed, bad certificate. */
  private static final Set<Integer> LASTING = Set.of(501, 504, 505, 507, 511, 525, 526);

  private static final Map<Integer, Ruling> OF_STATUS =
      Map.ofEntries(
          Map.entry(400, Ruling.INVALID),
          Map.entry(401, Ruling.KEY_REFUSED),
          Map.entry(402, Ruling.MONEY_SPENT),
          Map.entry(403, Ruling.MODEL_FORBIDDEN),
          Map.entry(404, Ruling.NO_SUCH_MODEL),
          Map.entry(408, Ruling.TIMEOUT),
          Map.entry(409, Ruling.SERVER_ERROR),
          Map.entry(410, Ruling.NO_SUCH_MODEL),
          Map.entry(413, Ruling.BODY_TOO_LARGE),
          Map.entry(422, Ruling.INVALID),
          Map.entry(429, Ruling.RATE_LIMITED),
          Map.entry(498, Ruling.OVERLOADED),
          Map.entry(503, Ruling.OVERLOADED),
          Map.entry(524, Ruling.TIMEOUT),
          Map.entry(529, Ruling.OVERLOADED));

  /**
   * What these words mean under an HTTP status.
   *
   * @param httpStatus as it came
   */
  static Reading of(ErrorWords words, int httpStatus) {
    int inside = words.statusInside();
    int status = httpStatus >= 200 && httpStatus <= 299 ? 200 : httpStatus;
    boolean hidden = GENERAL.contains(status) && TELLING.contains(inside);
    if (inside != 0 && (status == 200 || hidden)) {
      status = inside;
    }
    String text = words.lowerText();
    return new Reading(words, text, status, rulingOf(words, text, status));
  }

  /**
   * As {@link #ruling()}, but a limit per day for which the provider tells an honest wait of less
   * than an hour is an ordinary limit. Google's waits for daily quotas are not honest.
   */
  Ruling ruling(WaitHints hints) {
    boolean honest =
        ruling == Ruling.DAY_SPENT
            && words.quotaIds().isEmpty()
            && !ReasonCodes.among(words.plainCodes(), GOOGLES)
            && hints.best().filter(hint -> hint.compareTo(WaitHints.MOST) < 0).isPresent();
    return honest ? Ruling.RATE_LIMITED : ruling;
  }

  /** Whether a repeat has a chance, as far as the status tells. */
  boolean mayHeal() {
    return !LASTING.contains(status);
  }

  /** The message, with a word on the likely cause where a status alone would puzzle. */
  String explained(Ruling decided, String message) {
    boolean noModelNamed =
        decided == Ruling.NO_SUCH_MODEL && !text.contains("model") && !text.contains("deployment");
    if (noModelNamed) {
      return message + " (no model is named: is the provider's base URL right?)";
    }
    return status >= 300 && status <= 399
        ? message + " (a redirect, not followed: is the provider's base URL right?)"
        : message;
  }

  private static Ruling rulingOf(ErrorWords words, String text, int status) {
    if (Wordings.isThrottledAsQuota(text)) {
      return Ruling.RATE_LIMITED;
    }
    List<Plain> codes = words.plainCodes();
    boolean google = !words.quotaIds().isEmpty() || ReasonCodes.among(codes, GOOGLES);
    if (google && !ReasonCodes.among(codes, NO_MONEY)) {
      return ofGoogleQuota(words, text);
    }
    Ruling ruling =
        ReasonCodes.DECISIVE
            .rulingOf(codes)
            .or(() -> Wordings.rulingOf(text, status))
            .or(() -> ReasonCodes.LEANING.rulingOf(codes).filter(r -> leansUnder(status)))
            .orElseGet(() -> ofStatus(words, status));
    // A model one may not use is there; under 403 providers say "not found" of it all the same.
    return ruling == Ruling.NO_SUCH_MODEL && status == 403 ? Ruling.MODEL_FORBIDDEN : ruling;
  }

  /** Google speaks of quota and billing whatever the limit: only the quota's name tells. */
  private static Ruling ofGoogleQuota(ErrorWords words, String text) {
    boolean day =
        words.quotaIds().stream().anyMatch(id -> id.contains("PerDay") || id.contains("PerMonth"));
    boolean never = text.contains("limit: 0,") || text.contains("limit: 0\n");
    if (day || never || text.contains("depleted") || text.contains("per day")) {
      return text.contains("prepayment") ? Ruling.MONEY_SPENT : Ruling.DAY_SPENT;
    }
    // Under 529 only words of missing capacity count.
    return Wordings.rulingOf(text, 529).orElse(Ruling.RATE_LIMITED);
  }

  /** Statuses that are not used loosely are not overruled by a general code. */
  private static boolean leansUnder(int status) {
    return status != 401 && status != 402 && status != 404 && status != 413 && status != 504;
  }

  private static Ruling ofStatus(ErrorWords words, int status) {
    if (status == 200) {
      return ReasonCodes.LAST_RESORT.rulingOf(words.plainCodes()).orElse(Ruling.UNKNOWN);
    }
    Ruling ruling = OF_STATUS.get(status);
    if (ruling == Ruling.INVALID && words.isSilent()) {
      // Only a reason of the provider's own shows that the request would fail everywhere.
      return Ruling.UNKNOWN;
    }
    if (ruling != null) {
      return ruling;
    }
    return status >= 500 && status <= 599 ? Ruling.SERVER_ERROR : Ruling.UNKNOWN;
  }
}
