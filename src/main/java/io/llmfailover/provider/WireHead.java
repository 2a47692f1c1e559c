package io.llmfailover.provider;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Status and headers of an answer whose body has not come yet.
 *
 * @param status the HTTP status
 * @param headers its headers
 */
record WireHead(int status, HttpHeaders headers) {
  /** What the client read. */
  static WireHead of(HttpResponse response) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
      Header one = all.next();
      String value = one.getValue();
      if (!one.getName().isBlank()) {
        headers
            .computeIfAbsent(one.getName(), name -> new ArrayList<>(1))
            .add(value == null ? "" : value);
      }
    }
    return new WireHead(response.getCode(), HttpHeaders.of(headers, (name, value) -> true));
  }
}
