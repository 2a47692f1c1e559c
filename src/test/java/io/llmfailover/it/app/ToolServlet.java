package io.llmfailover.it.app;

import io.llmfailover.Answer;
import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import io.llmfailover.Prompt;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** Offers tools to a model for callers who say who they are. */
@WebServlet("/tools")
@ServletSecurity(@HttpConstraint(rolesAllowed = {"support", "guests"}))
public class ToolServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient Llm llm;
  private transient ToolRuns runs;

  /** For the container. */
  public ToolServlet() {}

  @Inject
  void takes(@LlmGenerator Llm generator, ToolRuns counted) {
    llm = generator;
    runs = counted;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Prompt prompt =
        Prompt.builder()
            .user(request.getParameter("ask"))
            .model(request.getParameter("chain"))
            .toolsOf(Shipments.class, Stock.class)
            .build();
    int before = runs.all();
    Answer answer = request.getParameter("later") == null ? llm.generate(prompt) : later(prompt);
    response
        .getWriter()
        .print(
            "%s|%s|%d|%d"
                .formatted(
                    answer.text(),
                    answer.link(),
                    runs.all() - before,
                    Thread.currentThread().getId()));
  }

  private Answer later(Prompt prompt) throws ServletException {
    try {
      return llm.generateAsync(prompt).toCompletableFuture().get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServletException(stopped);
    } catch (ExecutionException failed) {
      throw new ServletException(failed.getCause());
    }
  }
}
