package io.millrace.cli.http;

/**
 * One server-sent event.
 *
 * @param id last event id, empty where none was sent
 * @param name name of the event, {@code message} where none was sent
 * @param data its data lines, joined by line feeds
 */
public record ServerEvent(String id, String name, String data) {}
