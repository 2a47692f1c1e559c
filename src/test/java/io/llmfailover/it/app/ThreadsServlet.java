package io.llmfailover.it.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Tells how many threads live in the server now. */
@WebServlet("/it/threads")
public class ThreadsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** For the container. */
  public ThreadsServlet() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(ManagementFactory.getThreadMXBean().getThreadCount());
  }
}
