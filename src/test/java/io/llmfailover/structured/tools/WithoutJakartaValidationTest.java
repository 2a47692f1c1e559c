package io.llmfailover.structured.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.LlmTool;
import io.llmfailover.ToolCall;
import io.llmfailover.structured.ArgumentTypes;
import jakarta.validation.constraints.NotBlank;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** On a server without Jakarta Validation, whose classes then cannot be found. */
class WithoutJakartaValidationTest {
  @Test
  void offersAndRunsTools() throws Exception {
    try (World world = new World()) {
      Callable<?> story =
          (Callable<?>) world.loadClass(Story.class.getName()).getConstructor().newInstance();

      Object told = story.call();

      assertThat(told)
          .isEqualTo(
              List.of(
                  "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},"
                      + "\"required\":[\"name\"],\"additionalProperties\":false}",
                  "Hello Amina",
                  "/name: is missing",
                  "the tool failed"));
    }
  }

  /** Everything but Jakarta Validation, anew. */
  private static final class World extends URLClassLoader {
    World() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> all = new ArrayList<>();
      for (String one : System.getProperty("java.class.path").split(File.pathSeparator)) {
        all.add(new File(one).toURI().toURL());
      }
      return all.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("jakarta.validation.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /** What happens there. */
  public static final class Story implements Callable<List<String>> {
    @Override
    public List<String> call() {
      ToolBox box = ToolBox.of(Greeter.class, PlainBeans.of(new Greeter()), new ArgumentTypes());
      BeanTool greet = new BeanTool(box.bean(), box.tools().get(0));
      return List.of(
          greet.described().parameters().toString(),
          told(greet, "{\"name\":\"Amina\"}"),
          told(greet, "{}"),
          told(greet, "{\"name\":\"nobody\"}"));
    }

    private static String told(BeanTool tool, String arguments) {
      return tool.run(ToolCall.of("1", tool.name(), arguments), "id-1")
          .toCompletableFuture()
          .join()
          .content();
    }
  }

  /** Has a tool with a constraint. */
  public static class Greeter {
    /** Greets. */
    @LlmTool("Greets.")
    public String greet(@NotBlank String name) {
      if (name.equals("nobody")) {
        throw new IllegalStateException("nobody is there");
      }
      return "Hello " + name;
    }
  }
}
