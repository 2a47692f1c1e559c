package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.it.Gateway.Said;

/** Where generations come in, how a question is put there, and how an error looks. */
enum Address {
  NATIVE("/v1/generate", Shape.NATIVE) {
    @Override
    String question(String words) {
      return "{\"prompt\":" + quoted(words) + "}";
    }
  },
  CHAT("/v1/chat/completions", Shape.OPENAI) {
    @Override
    String question(String words) {
      return "{\"messages\":[{\"role\":\"user\",\"content\":" + quoted(words) + "}]}";
    }
  },
  RESPONSES("/v1/responses", Shape.OPENAI) {
    @Override
    String question(String words) {
      return "{\"input\":" + quoted(words) + "}";
    }
  },
  MESSAGES("/v1/messages", Shape.ANTHROPIC) {
    @Override
    String question(String words) {
      return "{\"model\":\"auto\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":"
          + quoted(words)
          + "}]}";
    }
  },
  GEMINI("/v1beta/models/gpt-4o:generateContent", Shape.GEMINI) {
    @Override
    String question(String words) {
      return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":" + quoted(words) + "}]}]}";
    }
  };

  /** One vendor's way to write an error. */
  enum Shape {
    NATIVE,
    OPENAI,
    ANTHROPIC,
    GEMINI
  }

  private final String path;
  private final Shape shape;

  Address(String path, Shape shape) {
    this.path = path;
    this.shape = shape;
  }

  /** A whole request. */
  abstract String question(String words);

  String path() {
    return path;
  }

  /** A path below this one, where nothing is. */
  String nowhere() {
    return shape == Shape.GEMINI ? "/v1beta/nothing/here" : path + "/nothing/here";
  }

  /** The answer is an error of this status, in this shape and with what every answer has. */
  void assertError(Said answer, int status) {
    assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.header("x-request-id")).isNotBlank();
    assertShape(answer, status);
  }

  /** The error is written as callers at this address expect it. */
  void assertShape(Said answer, int status) {
    assertThat(answer.at("/error/message")).isNotBlank();
    switch (shape) {
      case NATIVE -> assertThat(answer.at("/error/type")).isEqualTo(nativeType(status));
      case OPENAI -> {
        assertThat(answer.at("/error/type"))
            .isEqualTo(status == 401 ? "authentication_error" : "invalid_request_error");
        assertThat(answer.at("/error/code")).isNotBlank();
        assertThat(answer.json().path("error").has("param")).isTrue();
      }
      case ANTHROPIC -> {
        assertThat(answer.at("/type")).isEqualTo("error");
        assertThat(answer.at("/error/type")).isEqualTo(anthropicType(status));
      }
      case GEMINI -> {
        assertThat(answer.json().at("/error/code").asInt()).isEqualTo(status);
        assertThat(answer.at("/error/status")).isEqualTo(googleStatus(status));
      }
    }
  }

  private static String nativeType(int status) {
    return switch (status) {
      case 401 -> "unauthorized";
      case 404 -> "not_found";
      case 405 -> "method_not_allowed";
      case 413 -> "body_too_large";
      case 415 -> "unsupported_media_type";
      default -> "invalid_request";
    };
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      default -> "invalid_request_error";
    };
  }

  private static String googleStatus(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 404 -> "NOT_FOUND";
      default -> "INVALID_ARGUMENT";
    };
  }

  private static String quoted(String words) {
    return JsonNodeFactory.instance.textNode(words).toString();
  }
}
