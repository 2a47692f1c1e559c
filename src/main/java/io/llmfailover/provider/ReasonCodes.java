package io.llmfailover.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What machine-readable reasons mean. Codes are compared without case and punctuation, so that
 * {@code insufficient_quota}, {@code InsufficientQuota} and {@code x.y#insufficient-quota} are one.
 */
enum ReasonCodes {
  /** Codes that settle the matter, whatever status and text say. */
  DECISIVE {
    @Override
    void fill() {
      means(
          Ruling.MONEY_SPENT,
          "insufficient_quota",
          "insufficient_balance",
          "insufficient_credits",
          "insufficient_funds",
          "insufficient_user_quota",
          "credits_error",
          "credit_balance_too_low",
          "credits_exhausted",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error",
          "payment_required",
          "exceeded_current_quota_error",
          "enforced_spend_limit_reached",
          "spend_limit_reached",
          "spending_limit_reached",
          "monthly_limit_error",
          "budget_exceeded",
          "account_overdue_error",
          "AccountOverdueError",
          "arrearage",
          "prepaid_bill_overdue",
          "postpaid_bill_overdue");
      means(Ruling.DAY_SPENT, "free_tier_only", "daily_limit_exceeded", "daily_quota_exceeded");
      means(
          Ruling.FILTERED,
          "content_filter",
          "content_filtered",
          "content_filter_error",
          "content_policy_violation",
          "content_policy_violated",
          "content_blocked",
          "content_moderation",
          "moderation_blocked",
          "moderation_error",
          "responsible_ai_policy_violation",
          "data_inspection_failed",
          "sensitive_content_detected",
          "sensitive_words_detected",
          "input_text_sensitive_content_detected",
          "guardrail_intervened",
          "prompt_blocked",
          "prohibited_content",
          "safety_violation");
      means(
          Ruling.KEY_REFUSED,
          "api_key_invalid",
          "invalid_api_key",
          "incorrect_api_key",
          "incorrect_api_key_error",
          "api_key_expired",
          "api_key_ip_address_blocked",
          "api_key_http_referrer_blocked",
          "access_token_expired",
          "access_token_type_unsupported",
          "credentials_missing",
          "invalid_authentication_error",
          "invalid_client_token_id",
          "unrecognized_client_exception",
          "expired_token",
          "expired_token_exception",
          "invalid_signature_exception",
          "incomplete_signature",
          "missing_authentication_token",
          "missing_authentication_token_exception");
      means(
          Ruling.PROVIDER_CLOSED,
          "unsupported_country_region_territory",
          "location_not_supported",
          "service_disabled",
          "consumer_suspended",
          "consumer_invalid",
          "billing_disabled",
          "api_key_service_blocked",
          "account_suspended",
          "account_disabled",
          "organization_restricted");
      means(
          Ruling.NO_SUCH_MODEL,
          "model_not_found",
          "model_not_found_error",
          "model_not_found_exception",
          "model_not_available",
          "model_not_exist",
          "model_not_supported",
          "model_decommissioned",
          "model_deprecated",
          "model_retired",
          "model_terminated",
          "invalid_model",
          "unknown_model",
          "unsupported_model",
          "deployment_not_found");
      means(
          Ruling.PROMPT_TOO_LONG,
          "context_length_exceeded",
          "context_length_exceeded_error",
          "context_window_exceeded",
          "context_window_exceeded_error",
          "exceed_context_size_error",
          "context_limit_exceeded",
          "input_limit_exceeded_error",
          "input_too_long",
          "prompt_too_long",
          "prompt_too_long_error",
          "string_above_max_length",
          "tokens_limit_reached");
      means(
          Ruling.OVERLOADED,
          "overloaded",
          "overloaded_error",
          "engine_overloaded",
          "engine_overloaded_error",
          "model_overloaded",
          "server_overloaded",
          "server_is_overloaded",
          "server_busy",
          "model_capacity_exhausted",
          "capacity_exceeded",
          "service_tier_capacity_exceeded",
          "no_capacity",
          "model_not_ready",
          "model_not_ready_exception",
          "model_loading");
      means(
          Ruling.RATE_LIMITED,
          "slow_down",
          "throttling.allocation_quota",
          "throttling.rate_quota",
          "throttling.burst_rate",
          "throttling.user",
          "limit_requests",
          "limit_burst_rate");
      means(
          Ruling.UNSUPPORTED,
          "unsupported_parameter",
          "unsupported_value",
          "unknown_parameter",
          "unrecognized_parameter",
          "unsupported_operation",
          "operation_not_supported",
          "extra_forbidden");
      means(Ruling.MALFORMED, "json_validate_failed", "tool_use_failed");
    }
  },
  /** Codes that say more than the status but less than a known text. */
  LEANING {
    @Override
    void fill() {
      means(
          Ruling.RATE_LIMITED,
          "rate_limit",
          "rate_limited",
          "rate_limit_error",
          "rate_limit_exceeded",
          "rate_limit_reached_error",
          "user_rate_limit_exceeded",
          "too_many_requests",
          "too_many_requests_exception",
          "throttling",
          "throttled",
          "throttling_exception",
          "throttled_exception",
          "request_limit_exceeded",
          "model_rate_limit",
          "dynamic_request_limited",
          "resource_exhausted",
          "service_quota_exceeded_exception");
      means(Ruling.MONEY_SPENT, "quota_exceeded");
      means(
          Ruling.OVERLOADED,
          "service_unavailable",
          "service_unavailable_error",
          "service_unavailable_exception",
          "unavailable",
          "unavailable_error");
      means(Ruling.SERVER_ERROR, "model_error_exception", "model_stream_error_exception");
      means(Ruling.TIMEOUT, "model_timeout_exception");
    }
  },
  /** Codes too general to beat a status; they speak when the status is a success. */
  LAST_RESORT {
    @Override
    void fill() {
      means(
          Ruling.SERVER_ERROR,
          "server_error",
          "api_error",
          "internal",
          "internal_error",
          "internal_failure",
          "internal_server_error",
          "internal_server_exception");
      means(
          Ruling.INVALID,
          "invalid_request",
          "invalid_request_error",
          "bad_request",
          "bad_request_error",
          "invalid_argument",
          "validation_error",
          "validation_exception");
      means(Ruling.KEY_REFUSED, "authentication_error", "unauthorized", "unauthenticated");
      means(Ruling.KEY_REFUSED, "unauthorized_error", "invalid_token", "authentication_failed");
      means(Ruling.MODEL_FORBIDDEN, "permission_error", "permission_denied", "forbidden");
      means(Ruling.MODEL_FORBIDDEN, "access_denied", "access_denied_exception");
      means(Ruling.NO_SUCH_MODEL, "not_found", "not_found_error", "resource_not_found_exception");
      means(Ruling.BODY_TOO_LARGE, "request_too_large");
      means(Ruling.TIMEOUT, "timeout", "timeout_error", "request_timeout", "deadline_exceeded");
    }
  };

  private final Map<String, Ruling> rulings = new HashMap<>();

  ReasonCodes() {
    fill();
  }

  abstract void fill();

  final void means(Ruling ruling, String... codes) {
    for (String code : codes) {
      rulings.put(plain(code), ruling);
    }
  }

  /**
   * A code as codes are compared.
   *
   * @param whole without case and punctuation
   * @param name the same of what follows the last dot, hash or slash: names are often qualified
   */
  record Plain(String whole, String name) {
    /** Of a code as sent. */
    static Plain of(String code) {
      String last = lastPart(code);
      String whole = plain(code);
      return new Plain(whole, last.length() == code.length() ? whole : plain(last));
    }
  }

  /** What the first known of these codes means. */
  Optional<Ruling> rulingOf(List<Plain> codes) {
    for (Plain code : codes) {
      Ruling ruling = rulings.get(code.whole());
      if (ruling == null) {
        ruling = rulings.get(code.name());
      }
      if (ruling != null) {
        return Optional.of(ruling);
      }
    }
    return Optional.empty();
  }

  /** Whether one of the codes is this one. */
  static boolean among(List<Plain> codes, Plain wanted) {
    for (Plain code : codes) {
      if (code.whole().equals(wanted.whole())) {
        return true;
      }
    }
    return false;
  }

  private static String lastPart(String code) {
    return code.substring(
        Math.max(code.lastIndexOf('.'), Math.max(code.lastIndexOf('#'), code.lastIndexOf('/')))
            + 1);
  }

  private static String plain(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    StringBuilder letters = new StringBuilder(lower.length());
    for (int at = 0; at < lower.length(); at++) {
      char c = lower.charAt(at);
      if (Character.isLetterOrDigit(c)) {
        letters.append(c);
      }
    }
    return letters.toString();
  }
}
