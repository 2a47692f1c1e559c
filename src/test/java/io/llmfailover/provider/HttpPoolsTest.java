package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpPoolsTest {
  private final VirtualTime time = new VirtualTime();
  private final HostLookup lookup = new HostLookup(InetAddress::getAllByName, time);
  private final HttpPools pools = new HttpPools(lookup);

  @AfterEach
  void close() {
    pools.close();
    lookup.close();
  }

  @Test
  void sharesOnePoolAmongAllCallsOfOneRoute() throws Exception {
    HttpPool first = pools.on(route(2));

    assertThat(pools.on(route(2))).isSameAs(first);
    assertThat(pools.on(route(3))).isNotSameAs(first);
  }

  @Test
  void letsTheRouteUnusedLongestGoWhenThereAreTooMany() throws Exception {
    HttpPool first = pools.on(route(1));
    HttpPool second = pools.on(route(2));
    for (int seconds = 3; seconds <= HttpPools.MOST; seconds++) {
      pools.on(route(seconds));
    }
    pools.on(route(1));

    pools.on(route(HttpPools.MOST + 1));

    assertThat(pools.on(route(1))).isSameAs(first);
    assertThat(pools.on(route(2))).isNotSameAs(second);
  }

  @Test
  void opensNothingMoreOnceItIsClosed() throws Exception {
    pools.on(route(2));

    pools.close();

    assertThat(catchThrowable(() -> pools.on(route(2)))).isInstanceOf(IOException.class);
  }

  private static HttpRoute route(int connectSeconds) {
    return new HttpRoute(Duration.ofSeconds(connectSeconds), "", "");
  }
}
