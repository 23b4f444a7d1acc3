package io.millrace.engines.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markup inside a line of Markdown, reduced to the words a reader sees. What stands in a code span is no markup. */
final class MarkdownInline {

    private static final Pattern IMAGE = Pattern.compile("!\\[[^\\]]{0,500}]\\([^)]{0,2000}\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]{1,500})](\\([^)]{0,2000}\\)|\\[[^\\]]{0,200}])");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,500}>");
    private static final Pattern BOLD = Pattern.compile("(\\*\\*|__)(?=\\S)(.{1,1000}?)(?<=\\S)\\1");
    private static final Pattern ITALIC =
            Pattern.compile("(?<![\\w*])([*_])(?=\\S)([^*_]{1,1000}?)(?<=\\S)\\1(?![\\w*])");
    private static final Pattern CODE = Pattern.compile("(?<!\\\\)(`{1,2})([^`]{1,1000})\\1");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\`*_{}\\[\\]()#+.!|<>~-])");

    /** Begin and end what stands for a code span; private use, so without a meaning in any document. */
    private static final char MARK_BEGIN = '\uE000';

    private static final char MARK_END = '\uE001';
    private static final Pattern MARK_CHARACTER = Pattern.compile("[" + MARK_BEGIN + MARK_END + "]");
    private static final Pattern MARK = Pattern.compile(MARK_BEGIN + "(\\d+)" + MARK_END);

    private MarkdownInline() {}

    static String plain(String line) {
        var code = new ArrayList<String>();
        var text = withoutCode(MARK_CHARACTER.matcher(line).replaceAll(""), code);
        text = IMAGE.matcher(text).replaceAll("");
        text = LINK.matcher(text).replaceAll("$1");
        text = TAG.matcher(text).replaceAll("");
        text = BOLD.matcher(text).replaceAll("$2");
        text = ITALIC.matcher(text).replaceAll("$2");
        text = ESCAPE.matcher(text).replaceAll("$1");
        return withCode(text, code);
    }

    /** Puts a mark in the place of each code span, with its number in {@code code}. */
    private static String withoutCode(String text, List<String> code) {
        return CODE.matcher(text).replaceAll(span -> {
            code.add(span.group(2));
            return "" + MARK_BEGIN + (code.size() - 1) + MARK_END;
        });
    }

    private static String withCode(String text, List<String> code) {
        return MARK.matcher(text)
                .replaceAll(mark -> Matcher.quoteReplacement(code.get(Integer.parseInt(mark.group(1)))));
    }

    /** Without HTML comments, which may span lines; an unclosed one ends with the file. */
    static String withoutComments(String text) {
        var kept = new StringBuilder(text.length());
        int at = 0;
        while (true) {
            int open = text.indexOf("<!--", at);
            if (open < 0) {
                return kept.append(text, at, text.length()).toString();
            }
            kept.append(text, at, open);
            int close = text.indexOf("-->", open + 4);
            if (close < 0) {
                return kept.toString();
            }
            at = close + 3;
        }
    }
}
