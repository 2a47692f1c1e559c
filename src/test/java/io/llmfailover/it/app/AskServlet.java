package io.llmfailover.it.app;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The web part of an EAR, which asks through the EJB part. */
@WebServlet("/ejb")
public class AskServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @EJB private transient StatelessEjb stateless;
  @EJB private transient SingletonEjb singleton;

  /** For the container. */
  public AskServlet() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Asking asked = request.getParameter("singleton") == null ? stateless : singleton;
    response.getWriter().print(asked.ask("When is the invoice due?"));
  }
}
