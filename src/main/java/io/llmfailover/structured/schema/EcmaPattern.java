package io.llmfailover.structured.schema;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ECMA-262 regular expressions, which JSON Schema uses, told in Java's words where the two differ.
 * What only Java knows keeps Java's meaning: Python's and Perl's callers mean the same by it.
 */
final class EcmaPattern {
  private static final String SPACES = "\\t\\n\\x0B\\f\\r\\x{FEFF}\\p{Z}";
  private static final String ANYTHING = "[\\x{0}-\\x{10FFFF}]";
  private static final Pattern QUANTIFIER = Pattern.compile("\\{\\d+(,\\d*)?}");
  private static final Pattern PROPERTY = Pattern.compile("\\{([\\w]+)(?:=([\\w]+))?}");

  private static final Map<String, String> CATEGORIES =
      Map.ofEntries(
          Map.entry("Letter", "L"),
          Map.entry("Cased_Letter", "LC"),
          Map.entry("Uppercase_Letter", "Lu"),
          Map.entry("Lowercase_Letter", "Ll"),
          Map.entry("Titlecase_Letter", "Lt"),
          Map.entry("Modifier_Letter", "Lm"),
          Map.entry("Other_Letter", "Lo"),
          Map.entry("Mark", "M"),
          Map.entry("Combining_Mark", "M"),
          Map.entry("Nonspacing_Mark", "Mn"),
          Map.entry("Spacing_Mark", "Mc"),
          Map.entry("Enclosing_Mark", "Me"),
          Map.entry("Number", "N"),
          Map.entry("Decimal_Number", "Nd"),
          Map.entry("digit", "Nd"),
          Map.entry("Letter_Number", "Nl"),
          Map.entry("Other_Number", "No"),
          Map.entry("Punctuation", "P"),
          Map.entry("punct", "P"),
          Map.entry("Connector_Punctuation", "Pc"),
          Map.entry("Dash_Punctuation", "Pd"),
          Map.entry("Open_Punctuation", "Ps"),
          Map.entry("Close_Punctuation", "Pe"),
          Map.entry("Initial_Punctuation", "Pi"),
          Map.entry("Final_Punctuation", "Pf"),
          Map.entry("Other_Punctuation", "Po"),
          Map.entry("Symbol", "S"),
          Map.entry("Math_Symbol", "Sm"),
          Map.entry("Currency_Symbol", "Sc"),
          Map.entry("Modifier_Symbol", "Sk"),
          Map.entry("Other_Symbol", "So"),
          Map.entry("Separator", "Z"),
          Map.entry("Space_Separator", "Zs"),
          Map.entry("Line_Separator", "Zl"),
          Map.entry("Paragraph_Separator", "Zp"),
          Map.entry("Other", "C"),
          Map.entry("Control", "Cc"),
          Map.entry("cntrl", "Cc"),
          Map.entry("Format", "Cf"),
          Map.entry("Surrogate", "Cs"),
          Map.entry("Private_Use", "Co"),
          Map.entry("Unassigned", "Cn"));

  /** Properties that Java wants with {@code Is}, as far as it knows them. */
  private static final Set<String> BINARY =
      Set.of(
          "Alphabetic",
          "Ideographic",
          "Lowercase",
          "Uppercase",
          "White_Space",
          "Noncharacter_Code_Point",
          "Join_Control",
          "Hex_Digit",
          "Emoji",
          "Emoji_Presentation",
          "Emoji_Modifier",
          "Emoji_Modifier_Base",
          "Emoji_Component",
          "Extended_Pictographic");

  private final String source;
  private final StringBuilder java = new StringBuilder();
  private int at;

  private EcmaPattern(String source) {
    this.source = source;
  }

  /**
   * Compiles it.
   *
   * @throws java.util.regex.PatternSyntaxException when it is no regular expression
   */
  static Pattern compile(String source) {
    return Pattern.compile(new EcmaPattern(source).told());
  }

  private String told() {
    while (at < source.length()) {
      char next = source.charAt(at);
      switch (next) {
        case '\\' -> escape(false);
        case '[' -> group();
        case '{' -> brace();
        // Java's own also matches before a last line break.
        case '$' -> put("\\z", 1);
        case '.' -> put("[^\\n\\r\\x{2028}\\x{2029}]", 1);
        default -> put(String.valueOf(next), 1);
      }
    }
    return java.toString();
  }

  private void put(String told, int read) {
    java.append(told);
    at += read;
  }

  /** A brace that begins no quantifier stands for itself. */
  private void brace() {
    Matcher quantifier = QUANTIFIER.matcher(source).region(at, source.length());
    if (quantifier.lookingAt()) {
      put(quantifier.group(), quantifier.end() - at);
    } else {
      put("\\{", 1);
    }
  }

  /** In a character class neither brackets nor ampersands mean anything. */
  private void group() {
    if (source.startsWith("[^]", at)) {
      put(ANYTHING, 3);
      return;
    }
    if (source.startsWith("[]", at)) {
      put("(?!)", 2);
      return;
    }
    put("[", 1);
    if (source.startsWith("^", at)) {
      put("^", 1);
    }
    while (at < source.length() && source.charAt(at) != ']') {
      char next = source.charAt(at);
      if (next == '\\') {
        escape(true);
      } else {
        put(next == '[' || next == '&' || next == '^' ? "\\" + next : String.valueOf(next), 1);
      }
    }
    if (at < source.length()) {
      put("]", 1);
    }
  }

  private void escape(boolean inGroup) {
    char next = at + 1 < source.length() ? source.charAt(at + 1) : '\\';
    switch (next) {
      case 's' -> put(inGroup ? SPACES : "[" + SPACES + "]", 2);
      case 'S' -> put("[^" + SPACES + "]", 2);
      case 'v' -> put("\\x0B", 2);
      case 'b' -> put(inGroup ? "\\x08" : "\\b", 2);
      case '0' -> put("\\x00", 2);
      // Java tells ^a from ^A, which ECMA-262 does not.
      case 'c' -> control();
      case 'p', 'P' -> property(next);
      case 'u' -> put(source.startsWith("{", at + 2) ? "\\x" : "\\u", 2);
      default -> put(source.substring(at, Math.min(at + 2, source.length())), 2);
    }
    if (next == 'u' && source.startsWith("{", at)) {
      int end = source.indexOf('}', at);
      String code = end < 0 ? source.substring(at) : source.substring(at, end + 1);
      put(code, code.length());
    }
  }

  private void control() {
    boolean letter = at + 2 < source.length() && Character.isLetter(source.charAt(at + 2));
    put(letter ? "\\c" + Character.toUpperCase(source.charAt(at + 2)) : "\\\\c", letter ? 3 : 2);
  }

  private void property(char sign) {
    Matcher named = PROPERTY.matcher(source).region(at + 2, source.length());
    if (!named.lookingAt()) {
      put("\\" + sign, 2);
      return;
    }
    String told =
        named.group(2) == null
            ? bare(named.group(1))
            : valued(named.group(1), CATEGORIES.getOrDefault(named.group(2), named.group(2)));
    put("\\" + sign + "{" + told + "}", named.end() - at);
  }

  private static String bare(String name) {
    if (CATEGORIES.containsKey(name)) {
      return CATEGORIES.get(name);
    }
    return BINARY.contains(name) ? "Is" + name : name;
  }

  private static String valued(String property, String value) {
    return switch (property) {
      case "Script", "sc", "Script_Extensions", "scx" -> "script=" + value;
      case "General_Category", "gc" -> value;
      default -> property + "=" + value;
    };
  }
}
