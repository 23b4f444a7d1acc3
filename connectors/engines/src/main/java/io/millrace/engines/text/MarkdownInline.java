package io.millrace.engines.text;

import java.util.regex.Pattern;

/** Markup inside a line of Markdown, reduced to the words a reader sees. */
final class MarkdownInline {

    private static final Pattern IMAGE = Pattern.compile("!\\[[^\\]]{0,500}]\\([^)]{0,2000}\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]{1,500})](\\([^)]{0,2000}\\)|\\[[^\\]]{0,200}])");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,500}>");
    private static final Pattern BOLD = Pattern.compile("(\\*\\*|__)(?=\\S)(.{1,1000}?)(?<=\\S)\\1");
    private static final Pattern ITALIC =
            Pattern.compile("(?<![\\w*])([*_])(?=\\S)([^*_]{1,1000}?)(?<=\\S)\\1(?![\\w*])");
    private static final Pattern CODE = Pattern.compile("(`{1,2})([^`]{1,1000})\\1");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\`*_{}\\[\\]()#+.!|<>~-])");

    private MarkdownInline() {}

    static String plain(String line) {
        var text = IMAGE.matcher(line).replaceAll("");
        text = LINK.matcher(text).replaceAll("$1");
        text = TAG.matcher(text).replaceAll("");
        text = BOLD.matcher(text).replaceAll("$2");
        text = ITALIC.matcher(text).replaceAll("$2");
        text = CODE.matcher(text).replaceAll("$2");
        return ESCAPE.matcher(text).replaceAll("$1");
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
