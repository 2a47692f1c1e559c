package io.llmfailover.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The answer to a request that came to {@link GenerationFilter}. */
final class ServletAnswer implements AnswerOutlet {
  private static final String JSON = "application/json";

  private final AsyncContext connection;
  private final HttpServletResponse response;

  private ServletAnswer(AsyncContext connection) {
    this.connection = connection;
    this.response = (HttpServletResponse) connection.getResponse();
  }

  /** The answer to this request, from now on an asynchronous one; called on its thread. */
  static ServletAnswer to(HttpServletRequest request) {
    AsyncContext connection = request.startAsync();
    // A generation has its own deadline; the container's would answer in its own shape.
    connection.setTimeout(0);
    return new ServletAnswer(connection);
  }

  @Override
  public void answer(WholeAnswer answer) {
    try {
      write(answer);
    } catch (IOException gone) {
      // Whoever asked is not there any more: nobody is left to be told.
    } finally {
      complete(connection);
    }
  }

  private void write(WholeAnswer answer) throws IOException {
    response.setStatus(answer.status());
    response.setContentType(JSON);
    response.setContentLength(answer.body().length());
    answer.headers().forEach(response::setHeader);
    // Liberty completes on another thread, and does nothing at the first flush of a response: what
    // is not closed waits for that thread.
    try (ServletOutputStream out = response.getOutputStream()) {
      answer.body().writeTo(out);
    }
  }

  /** Ends an asynchronous request, unless the container has. */
  static void complete(AsyncContext connection) {
    try {
      connection.complete();
    } catch (IllegalStateException completedAlready) {
      // The container was faster: it gave the connection up.
    }
  }
}
