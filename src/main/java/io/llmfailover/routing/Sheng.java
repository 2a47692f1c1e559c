package io.llmfailover.routing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells Sheng, Nairobi's mix of Swahili and English, by its own words and by English verbs in
 * Swahili dress ({@code nimelost}, {@code inacrash}). Made to be right when it says so rather than
 * to find all of it: three points are needed.
 *
 * <p>Two points for each word nobody else uses and each dressed verb, one for each word that is
 * Sheng only among Swahili ones, one for any Swahili word, one for any English one. Without one
 * that is worth two, two Swahili words must be there.
 */
final class Sheng {
  private static final int ENOUGH = 3;
  private static final int MOST_WORDS = 100;

  private static final Pattern WORD = Pattern.compile("[a-z]+");

  private static final Set<String> OWN =
      words(
          "niaje manze msee wasee buda mbogi keja ganji karao makarao mathree msupa mzae "
              + "naeza unaeza anaeza tunaeza mnaeza maboyz shags mresh nichapia nichapie "
              + "nitakucheki nikucheki nicheki tucheki nado fom rieng gava sanse kanjo bazenga "
              + "mabeste ngwai jamo ocha kuhanya nduthi mbuyu kuomoka chapaa thao ashu pinji "
              + "dinga mabuda msapere mbichwa morio majamaa magava mamorio walai mnadai");

  private static final Set<String> AMONG_SWAHILI =
      words(
          "maze poa fiti noma doh doo dem mat form soo ka aje hustle biz bro hood broke "
              + "rave jaba salo story vibe smokie msoto beste ebu ronga westy mtaani maboy mase "
              + "sare vako jam");

  private static final Set<String> SWAHILI =
      words(
          "ya wa za la cha vya kwa na ni si hii hiyo hizo hao hawa huyo ile hapa huku wangu "
              + "yangu yako yenu kwenu sana leo jana kesho tena lakini kama kila nini gani ngapi "
              + "nani nipe nataka niko ako iko kuna hakuna sasa tu mimi wewe wee kitu simu unajua "
              + "sema acha tulia kwani mbaya moja mbili nina sina nimechoka nimeamka hebu");

  private static final Set<String> ENGLISH =
      words(
          "the is a an of to my your and for with how what why app job lunch weekend rent "
              + "type idea plan time text sorry next week first day late boss exam wedding simple "
              + "loan stress home lyrics movie area side road serious jokes story everyday ball "
              + "broke security charger monday friday saturday sunday hustle vibe reply phone "
              + "money please like just free online");

  private static final Pattern DRESSED =
      Pattern.compile(
          "(?:(?:ni|u|a|tu|m|wa|i|zi|ki|vi|li|ya|ku|si|ha|hu)"
              + "(?:na|me|li|ta|ki|nge|ka|ja|nisha|mesha)?"
              + "(?:ni|ku|m|wa|i|zi|tu)?"
              + "|ni|tu|ku|u)"
              + "(?:get|lost|lose|crash|sort|buy|save|block|cost|open|apply|show|meet|fix|dead|miss|enjoy"
              + "|move|send|call|check|need|delete|download|post|share|upload|book|pay|order|start|stop"
              + "|try|click|login|update|cancel|change|help|drop|date|hate|love|chill|party|join|mesh"
              + "|text|like|follow|learn|teach|explain|write|choose|invest|study|work|charge|hack|win)");

  /** What looks like a dressed verb and is a word of another language. */
  private static final Set<String> NOT_DRESSED = words("alike amiss");

  private Sheng() {}

  private static Set<String> words(String separatedByBlanks) {
    return Set.of(separatedByBlanks.split(" "));
  }

  /** Whether a text is in Sheng, as far as its first hundred words tell. */
  static boolean isSpokenIn(String text) {
    int own = 0;
    int amongSwahili = 0;
    int swahili = 0;
    int english = 0;
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    for (int count = 0; count < MOST_WORDS && words.find(); count++) {
      String word = words.group();
      boolean itsOwn = OWN.contains(word) || isDressed(word);
      own += itsOwn ? 1 : 0;
      amongSwahili += AMONG_SWAHILI.contains(word) ? 1 : 0;
      swahili += SWAHILI.contains(word) ? 1 : 0;
      english += ENGLISH.contains(word) ? 1 : 0;
    }
    if (own == 0 && (amongSwahili == 0 || swahili < 2)) {
      return false;
    }
    int points = 2 * own + (swahili > 0 ? 1 + amongSwahili : 0) + (english > 0 ? 1 : 0);
    return points >= ENOUGH;
  }

  private static boolean isDressed(String word) {
    return !NOT_DRESSED.contains(word) && DRESSED.matcher(word).matches();
  }
}
