package io.llmfailover.it.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The application's own JAX-RS paths. */
@ApplicationPath("/api")
public class AskApplication extends Application {}
