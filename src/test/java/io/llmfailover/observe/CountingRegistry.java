package io.llmfailover.observe;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * The part of a metric registry this package uses. A series is known as {@code name{a=b,c=d}}, its
 * labels in the order of the alphabet.
 */
final class CountingRegistry {
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, List<Duration>> times = new TreeMap<>();
  private final Map<String, Supplier<? extends Number>> gauges = new TreeMap<>();
  private int made;

  /** The registry. */
  MetricRegistry registry() {
    return (MetricRegistry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("remove")) {
                return gauges.remove(named((MetricID) arguments[0])) != null;
              }
              made++;
              Metadata metadata = (Metadata) arguments[0];
              Tag[] tags = (Tag[]) arguments[arguments.length - 1];
              String name = named(new MetricID(metadata.getName(), tags));
              return switch (method.getName()) {
                case "counter" -> counter(name);
                case "timer" -> timer(name);
                case "gauge" -> gauge(name, arguments[1]);
                default -> throw new UnsupportedOperationException(method.toString());
              };
            });
  }

  /** What was counted, as {@code series value}; series that stand at zero are left out. */
  List<String> counted() {
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getKey() + " " + count.getValue())
        .toList();
  }

  /** The names of all counters, those at zero too. */
  List<String> counters() {
    return List.copyOf(counts.keySet());
  }

  /** What was timed. */
  Map<String, List<Duration>> timed() {
    return times;
  }

  /** What the gauges say now. */
  Map<String, Number> gauges() {
    return gauges.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, gauge -> gauge.getValue().get()));
  }

  /** How often the registry was asked for a metric. */
  int made() {
    return made;
  }

  private Counter counter(String name) {
    counts.putIfAbsent(name, 0L);
    return new Counter() {
      @Override
      public void inc() {
        inc(1);
      }

      @Override
      public void inc(long more) {
        counts.merge(name, more, Long::sum);
      }

      @Override
      public long getCount() {
        return counts.get(name);
      }
    };
  }

  private Timer timer(String name) {
    List<Duration> all = times.computeIfAbsent(name, key -> new ArrayList<>());
    return (Timer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Timer.class},
            (proxy, method, arguments) -> {
              all.add((Duration) arguments[0]);
              return null;
            });
  }

  @SuppressWarnings("unchecked") // the interface's own parameter
  private Gauge<Number> gauge(String name, Object value) {
    Supplier<? extends Number> now = (Supplier<? extends Number>) value;
    gauges.putIfAbsent(name, now);
    return now::get;
  }

  private static String named(MetricID id) {
    return Stream.of(id.getTagsAsArray())
        .map(tag -> tag.getTagName() + "=" + tag.getTagValue())
        .sorted()
        .collect(Collectors.joining(",", id.getName() + "{", "}"));
  }
}
