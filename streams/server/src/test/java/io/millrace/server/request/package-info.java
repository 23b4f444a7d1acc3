@NullMarked
package io.millrace.server.request;

import org.jspecify.annotations.NullMarked;
