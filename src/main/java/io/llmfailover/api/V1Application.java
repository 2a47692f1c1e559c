package io.llmfailover.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All that lies under {@code /v1}. */
@ApplicationPath("/v1")
public class V1Application extends Application {}
