package io.llmfailover.observe;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The series of one metric, one for each set of label values, each made once. Looking a known one
 * up costs one hash. Thread-safe; bounded: past the limit all new ones become the one whose every
 * value is {@link #OTHER}.
 *
 * @param <M> what a series is counted with
 */
final class Series<M> {
  /** The value of a label for what nobody configured. */
  static final String OTHER = "other";

  /** More than the labels of any sane configuration need, and little memory. */
  static final int MOST = 5000;

  private final List<String> labels;
  private final int most;
  private final Function<Tag[], M> maker;
  private final Map<List<String>, M> made = new ConcurrentHashMap<>();

  Series(List<String> labels, Function<Tag[], M> maker) {
    this(labels, MOST, maker);
  }

  Series(List<String> labels, int most, Function<Tag[], M> maker) {
    this.labels = List.copyOf(labels);
    this.most = most;
    this.maker = maker;
  }

  /** The series with these values, in the order of the labels. */
  M of(String... values) {
    List<String> asked = List.of(values);
    M known = made.get(asked);
    if (known != null) {
      return known;
    }
    List<String> kept = made.size() < most ? asked : Collections.nCopies(labels.size(), OTHER);
    return made.computeIfAbsent(kept, this::make);
  }

  private M make(List<String> values) {
    Tag[] tags = new Tag[labels.size()];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = new Tag(labels.get(i), values.get(i));
    }
    return maker.apply(tags);
  }
}
