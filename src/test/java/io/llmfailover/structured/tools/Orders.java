package io.llmfailover.structured.tools;

import io.llmfailover.LlmTool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shop's tools, which note what was asked of them and on which thread. */
public class Orders {
  final List<String> ran = new CopyOnWriteArrayList<>();
  final List<Thread> threads = new CopyOnWriteArrayList<>();

  /** Finds an order. */
  @LlmTool(value = "Finds an order.", name = "find_order")
  public Order findOrder(String orderId, Optional<Boolean> withItems) {
    ran.add("find_order " + orderId + withItems.map(flag -> " " + flag).orElse(""));
    threads.add(Thread.currentThread());
    return new Order(orderId, "on its way");
  }

  /** Finds the customer. */
  @LlmTool(value = "Finds the customer.", name = "find_customer")
  public String findCustomer() {
    ran.add("find_customer");
    threads.add(Thread.currentThread());
    return "Wanjiru";
  }

  /** An order. */
  public record Order(String id, String state) {}
}
