@NullMarked
package io.millrace.server.chat;

import org.jspecify.annotations.NullMarked;
