package io.llmfailover.it.app;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells which events were seen of one generation, a line each. */
@WebServlet("/it/events")
public class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient EventLog events;

  /** For the container. */
  public EventsServlet() {}

  @Inject
  void reads(EventLog log) {
    events = log;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(String.join("\n", events.of(request.getParameter("generation"))));
  }
}
