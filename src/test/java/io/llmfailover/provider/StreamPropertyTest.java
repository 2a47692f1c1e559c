package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any stream, however its events were spoilt. */
class StreamPropertyTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<Prompt> PROMPTS =
      List.of(
          Prompt.of("Hi"),
          asking(OutputFormat.JSON),
          asking(new OutputFormat.Schema("answer", DialectCall.json("{'type':'object'}"))),
          asking(new OutputFormat.Schema("answer", DialectCall.json("{'type':'array'}"))));

  private static final List<Recording> RECORDINGS = recordings();

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void readsAnySpoiltStreamAsAReplyOrRefusesIt(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Recording recording = RECORDINGS.get(random.nextInt(RECORDINGS.size()));
    List<JsonNode> events = spoilt(recording.events(), random);
    Prompt prompt = PROMPTS.get(random.nextInt(PROMPTS.size()));
    StreamedAnswer streamed =
        new StreamedAnswer(
            recording.dialect(), DialectCall.to(recording.dialect().name(), "m").asking(prompt));

    try {
      for (JsonNode event : events) {
        streamed.reader().read("", event, streamed.pieces()::add);
      }
      streamed.reader().done();
      assertThat(streamed.reader().ended()).isTrue();
      assertThat(streamed.reply()).isNotNull();
    } catch (ProviderException refused) {
      assertThat(refused.failure().status()).isEqualTo(200);
    }
    assertThat(streamed.reader().usage()).isNotNull();
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(Random::nextLong);
  }

  /** The events with some left out, some told twice, some moved, and some values changed. */
  private static List<JsonNode> spoilt(List<JsonNode> events, Random random) {
    List<JsonNode> spoilt = new ArrayList<>();
    for (JsonNode event : events) {
      int fate = random.nextInt(10);
      for (int times = fate == 0 ? 0 : fate == 1 ? 2 : 1; times > 0; times--) {
        spoilt.add(fate == 2 ? changed(event.deepCopy(), random) : event);
      }
    }
    if (!spoilt.isEmpty() && random.nextInt(4) == 0) {
      spoilt.add(random.nextInt(spoilt.size()), spoilt.remove(random.nextInt(spoilt.size())));
    }
    return spoilt;
  }

  /** The event with one value, anywhere in it, of another type. */
  private static JsonNode changed(JsonNode event, Random random) {
    List<Runnable> places = new ArrayList<>();
    collect(event, random, places);
    if (!places.isEmpty()) {
      places.get(random.nextInt(places.size())).run();
    }
    return event;
  }

  private static void collect(JsonNode tree, Random random, List<Runnable> places) {
    if (tree instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                places.add(() -> object.set(field.getKey(), other(field.getValue(), random)));
                collect(field.getValue(), random, places);
              });
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int place = i;
        places.add(() -> array.set(place, other(array.get(place), random)));
        collect(array.get(i), random, places);
      }
    }
  }

  private static JsonNode other(JsonNode was, Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.textNode("");
      case 2 -> NODES.textNode("text");
      case 3 -> NODES.numberNode(random.nextInt(5) - 1);
      case 4 -> NODES.numberNode(1e300);
      case 5 -> NODES.booleanNode(true);
      case 6 -> NODES.arrayNode().add(was.deepCopy());
      case 7 -> NODES.objectNode().set("text", was.deepCopy());
      default -> NODES.textNode("\uD83D");
    };
  }

  private static Prompt asking(OutputFormat format) {
    return Prompt.builder().user("Hi").format(format).build();
  }

  private static List<Recording> recordings() {
    try {
      List<Recording> all = new ArrayList<>();
      ManifestSample.of("stream", ".sse").forEach(sample -> all.add(Recording.of(sample)));
      all.add(
          Recording.of(
              new AnthropicDialect(),
              "{'type':'content_block_start','index':0,'content_block':{'type':'thinking',"
                  + "'thinking':''}}",
              "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta',"
                  + "'signature':'s'}}",
              "{'type':'content_block_stop','index':0}",
              "{'type':'content_block_start','index':1,'content_block':{'type':'text',"
                  + "'text':'So:'}}",
              "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use',"
                  + "'id':'t','name':'json','input':{}}}",
              "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
                  + "'partial_json':'{\\'value\\':[1]}'}}",
              "{'type':'content_block_stop','index':2}",
              "{'type':'message_delta','delta':{'stop_reason':'tool_use'}}"));
      all.add(
          Recording.of(
              new OpenAiDialect(),
              "{'choices':[{'delta':{'tool_calls':[{'id':'a','function':{'name':'f',"
                  + "'arguments':'{}'}}]}}]}",
              "{'choices':[{'delta':{'tool_calls':[{'id':'b','function':{'name':'f',"
                  + "'arguments':{'a':1}}}],'function_call':{'name':'f','arguments':''}}}]}",
              "{'choices':[{'index':0,'delta':{'content':[{'type':'text','text':'x'}]}}]}",
              "{'choices':[{'delta':{},'finish_reason':'stop'}]}"));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Recording(Dialect dialect, List<JsonNode> events) {
    static Recording of(ManifestSample sample) {
      List<JsonNode> events = new ArrayList<>();
      for (SseEvents.Event event : SseEvents.ofSample(sample.file())) {
        Json.parse(event.data()).filter(JsonNode::isObject).ifPresent(events::add);
      }
      return new Recording(sample.dialect(), events);
    }

    static Recording of(Dialect dialect, String... events) {
      List<JsonNode> all = new ArrayList<>();
      for (String event : events) {
        all.add(DialectCall.json(event));
      }
      return new Recording(dialect, all);
    }
  }
}
