package io.llmfailover.structured.tools;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmTool;
import io.llmfailover.structured.ArgumentTypes;
import io.llmfailover.structured.tools.BeanSource.FoundBean;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tools of one bean: its methods with {@link LlmTool}, also where the annotation stands on what
 * they override or implement, and on those behind an interface that is offered.
 *
 * @param bean the bean
 * @param tools in the order of their names, so that providers always read the same
 */
record ToolBox(FoundBean bean, List<ToolMethod> tools) {
  ToolBox {
    tools = List.copyOf(tools);
  }

  /**
   * Looks for the tools of a class.
   *
   * @throws InvalidPromptException when it is no bean, has none, or one that cannot be a tool
   */
  static ToolBox of(Class<?> offered, BeanSource beans, ArgumentTypes types) {
    FoundBean bean = beans.find(offered);
    Set<Class<?>> annotating = lineage(bean.beanClass());
    annotating.addAll(lineage(offered));
    List<ToolMethod> tools = new ArrayList<>();
    methods(lineage(offered))
        .forEach(
            (signature, callable) ->
                annotated(signature, annotating)
                    .map(says -> ToolMethod.of(offered, callable, says, types))
                    .ifPresent(tools::add));
    if (tools.isEmpty()) {
      throw new InvalidPromptException(
          "toolsOf", offered.getName() + " has no method with @LlmTool");
    }
    tools.sort(Comparator.comparing(tool -> tool.tool().name()));
    return new ToolBox(bean, tools);
  }

  /** The class, those it extends, then all interfaces: the nearest first. */
  private static Set<Class<?>> lineage(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
      all.add(one);
    }
    List.copyOf(all).forEach(one -> addInterfaces(one, all));
    return all;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
    for (Class<?> one : type.getInterfaces()) {
      all.add(one);
      addInterfaces(one, all);
    }
  }

  private static Map<Signature, Method> methods(Set<Class<?>> types) {
    Map<Signature, Method> nearest = new LinkedHashMap<>();
    for (Class<?> type : types) {
      for (Method method : type.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          nearest.putIfAbsent(Signature.of(method), method);
        }
      }
    }
    return nearest;
  }

  private static Optional<Method> annotated(Signature signature, Set<Class<?>> types) {
    return types.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> !method.isSynthetic() && method.isAnnotationPresent(LlmTool.class))
        .filter(method -> Signature.of(method).equals(signature))
        .findFirst();
  }

  /** What makes one method override another. */
  private record Signature(String name, List<Class<?>> parameters) {
    static Signature of(Method method) {
      return new Signature(method.getName(), List.of(method.getParameterTypes()));
    }
  }
}
