@NullMarked
package io.millrace.cli.http;

import org.jspecify.annotations.NullMarked;
