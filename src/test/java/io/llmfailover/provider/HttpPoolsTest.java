package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.VirtualTime;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpPoolsTest {
  private final VirtualTime time = new VirtualTime();
  private final HttpPools pools = new HttpPools(time);

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
  void guessesAnIdleConnectionForEachOneLeft() {
    IdleConnections idle = new IdleConnections(time);
    URI uri = URI.create("https://api.example/v1/chat?key=a");
    URI sameUpstream = URI.create("https://api.example/v1/other");
    URI other = URI.create("https://api.example:8443/v1/chat");

    idle.leave(uri);
    idle.leave(uri);

    assertThat(idle.take(other)).isFalse();
    assertThat(idle.take(sameUpstream)).isTrue();
    assertThat(idle.take(sameUpstream)).isTrue();
    assertThat(idle.take(sameUpstream)).isFalse();
  }

  @Test
  void guessesNoneWhenTheClientHasLetThemGo() {
    IdleConnections idle = new IdleConnections(time);
    URI uri = URI.create("https://api.example/v1");
    idle.leave(uri);

    time.pass(Duration.ofHours(2));

    assertThat(idle.take(uri)).isFalse();
  }

  private static HttpRoute route(int connectSeconds) {
    return new HttpRoute(Duration.ofSeconds(connectSeconds), "", "");
  }
}
