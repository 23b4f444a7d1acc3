/** Engine that calls any server with OpenAI's chat completions API. */
@NullMarked
package io.millrace.engines.openai;

import org.jspecify.annotations.NullMarked;
