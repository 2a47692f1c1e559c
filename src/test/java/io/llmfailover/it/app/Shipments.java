package io.llmfailover.it.app;

import io.llmfailover.Description;
import io.llmfailover.LlmTool;
import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** A tool that not everybody may use. */
@Stateless
public class Shipments {
  @Resource private SessionContext context;
  @Inject private ToolRuns runs;

  /** For the container. */
  public Shipments() {}

  /** Says who asks, and on which thread. */
  @LlmTool(value = "Says where an order is.", name = "where_is")
  @RolesAllowed("support")
  public String whereIs(@Description("As on the invoice.") String orderId) {
    runs.count();
    return orderId
        + " is on its way, says "
        + context.getCallerPrincipal().getName()
        + " on thread "
        + Thread.currentThread().getId();
  }
}
