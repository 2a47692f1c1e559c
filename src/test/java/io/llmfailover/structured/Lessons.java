package io.llmfailover.structured;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import io.llmfailover.Description;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types an application may ask for. */
public final class Lessons {
  private Lessons() {}

  public record Lesson(
      @Description("At most eight words.") @NotBlank String title,
      @Size(min = 1) List<@Valid Step> steps) {}

  public record Step(@NotBlank @Size(max = 40) String text, @Positive int minutes) {}

  public record Constrained(
      @NotNull @Size(min = 2, max = 8) String name,
      @Min(1) @Max(10) int grade,
      @DecimalMin("0.5") BigDecimal price,
      @Pattern(regexp = "[A-Z]{2}\\d+") String code,
      @Pattern(regexp = "(?i)\\p{Alpha}+") String javaAlone,
      @Email String mail,
      @NotEmpty @Size(max = 3) List<@NotBlank String> tags,
      @Size(max = 2) Map<String, @Positive Integer> points) {}

  public record Maybe(
      Optional<String> note,
      @Nullable String nickname,
      @Nullable Level level,
      Optional<Step> step,
      Optional<@Size(max = 3) String> shortNote,
      List<Optional<String>> gaps) {}

  public record Node(String name, List<Node> children) {}

  public record Linked(int value, Optional<Linked> next) {}

  public record Page<T>(List<T> items, int total) {}

  public record Pages(Page<Step> steps, Page<String> names) {}

  public record Twice(Step first, @Description("The last one.") Step last) {}

  @JsonClassDescription("Somebody who learns.")
  public static class Learner {
    @JsonProperty("full_name")
    private String fullName;

    @JsonPropertyDescription("Born on.")
    @JsonFormat(pattern = "dd.MM.yyyy")
    private LocalDate born;

    @JsonIgnore private String secret;
    private boolean active;

    public String getFullName() {
      return fullName;
    }

    public void setFullName(String fullName) {
      this.fullName = fullName;
    }

    public LocalDate getBorn() {
      return born;
    }

    public void setBorn(LocalDate born) {
      this.born = born;
    }

    public String getSecret() {
      return secret;
    }

    public void setSecret(String secret) {
      this.secret = secret;
    }

    @Description("Whether they still learn.")
    public boolean isActive() {
      return active;
    }

    public void setActive(boolean active) {
      this.active = active;
    }
  }

  @Description("How hard it is.")
  public enum Level {
    EASY,
    @JsonProperty("very-hard")
    HARD
  }

  public enum Grade {
    ONE(1),
    TWO(2);

    private final int number;

    Grade(int number) {
      this.number = number;
    }

    @JsonValue
    int number() {
      return number;
    }
  }

  @Description("A drawing.")
  public sealed interface Shape permits Circle, Square, Group {}

  public record Circle(double radius) implements Shape {}

  public record Square(double side) implements Shape {}

  public record Group(List<Shape> shapes) implements Shape {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(Dog.class),
    @JsonSubTypes.Type(value = Cat.class, name = "cat")
  })
  public interface Pet {}

  @JsonTypeName("dog")
  public record Dog(String bark) implements Pet {}

  public record Cat(int lives) implements Pet {}

  public record Owner(Pet pet) {}

  public interface Unknown {}

  public record HasUnknown(List<Unknown> parts) {}

  public record HasThread(Map<String, List<Thread>> threads) {}

  public record HasObject(Object anything) {}
}
