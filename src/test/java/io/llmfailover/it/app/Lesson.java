package io.llmfailover.it.app;

import io.llmfailover.Description;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What is asked for. */
public record Lesson(
    @Description("At most eight words.") @NotBlank String title,
    @Size(min = 1) List<@Valid Step> steps,
    LocalDate day,
    Optional<String> note) {

  /** A part of it. */
  public record Step(@NotBlank String text, @Positive int minutes) {}
}
