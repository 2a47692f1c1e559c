package io.llmfailover.economy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import com.fasterxml.jackson.core.io.OutputDecorator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what the module's mappers read and write, by the means Jackson has for looking at input
 * and output. Mappers are constants of classes (those {@code ThriftTest} lists apart), so all are
 * found. The incremental scan of {@code JsonText} makes no tree and is not counted.
 */
final class CountedJson implements AutoCloseable {
  private static final Set<JsonFactory> FACTORIES = factories();

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  private CountedJson() {}

  /** Counts from now on. */
  static CountedJson fromNow() {
    CountedJson counted = new CountedJson();
    decorate(new CountedInput(counted.reads), new CountedOutput(counted.writes));
    return counted;
  }

  /** Documents parsed so far. */
  int reads() {
    return reads.get();
  }

  /** Documents written so far. */
  int writes() {
    return writes.get();
  }

  @Override
  public void close() {
    decorate(null, null);
  }

  /** Factories are made for good; the setters are for those who, like a test, come too late. */
  @SuppressWarnings("deprecation")
  private static void decorate(InputDecorator input, OutputDecorator output) {
    for (JsonFactory factory : FACTORIES) {
      factory.setInputDecorator(input);
      factory.setOutputDecorator(output);
    }
  }

  private static Set<JsonFactory> factories() {
    Set<JsonFactory> found = Collections.newSetFromMap(new IdentityHashMap<>());
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.llmfailover")
            .stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .filter(CountedJson::speaksJson)
            .forEach(field -> found.add(factoryOf(field.reflect())));
    return found;
  }

  private static boolean speaksJson(JavaField field) {
    return field.getRawType().isAssignableTo(ObjectMapper.class)
        || field.getRawType().isAssignableTo(JsonFactory.class)
        || field.getRawType().isAssignableTo(ObjectReader.class)
        || field.getRawType().isAssignableTo(ObjectWriter.class);
  }

  private static JsonFactory factoryOf(Field field) {
    try {
      field.setAccessible(true);
      Object constant = field.get(null);
      if (constant instanceof JsonFactory factory) {
        return factory;
      }
      if (constant instanceof ObjectReader reader) {
        return reader.getFactory();
      }
      return constant instanceof ObjectWriter writer
          ? writer.getFactory()
          : ((ObjectMapper) constant).getFactory();
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }

  private static final class CountedInput extends InputDecorator {
    private static final long serialVersionUID = 1;
    private final AtomicInteger reads;

    CountedInput(AtomicInteger reads) {
      this.reads = reads;
    }

    @Override
    public InputStream decorate(IOContext context, InputStream in) {
      reads.incrementAndGet();
      return in;
    }

    /** Null leaves the bytes to the parser as they are. */
    @Override
    public InputStream decorate(IOContext context, byte[] bytes, int from, int length) {
      reads.incrementAndGet();
      return null;
    }

    @Override
    public Reader decorate(IOContext context, Reader text) {
      reads.incrementAndGet();
      return text;
    }
  }

  private static final class CountedOutput extends OutputDecorator {
    private static final long serialVersionUID = 1;
    private final AtomicInteger writes;

    CountedOutput(AtomicInteger writes) {
      this.writes = writes;
    }

    @Override
    public OutputStream decorate(IOContext context, OutputStream out) {
      writes.incrementAndGet();
      return out;
    }

    @Override
    public Writer decorate(IOContext context, Writer text) {
      writes.incrementAndGet();
      return text;
    }
  }
}
