package com.example.demo;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the provider says: a text, or one tool call.
 *
 * @param id the unique id of the response
 * @param model the served model
 * @param created seconds since the epoch
 * @param text the text, empty with a tool call
 * @param toolCall the tool call, or null
 * @param tokens the token counts
 */
record Reply(String id, String model, long created, String text, @Nullable ToolCall toolCall, TokenFigures tokens) {

	static final int MIN_PIECES = 8;

	private static final int MAX_PIECES = 24;

	/**
	 * The text in at least {@value #MIN_PIECES} pieces; a short text leaves some empty.
	 */
	List<String> textPieces() {
		return pieces(this.text, Math.min(MAX_PIECES, Math.max(MIN_PIECES, this.text.length() / 12)));
	}

	/**
	 * Cut between code points, so that every piece is valid text of its own.
	 */
	static List<String> pieces(String text, int count) {
		List<String> pieces = new ArrayList<>(count);
		int points = text.codePointCount(0, text.length());
		int start = 0;
		for (int i = 1; i <= count; i++) {
			int end = text.offsetByCodePoints(0, (int) ((long) points * i / count));
			pieces.add(text.substring(start, end));
			start = end;
		}
		return pieces;
	}

	/**
	 * A request to the caller to run a tool.
	 *
	 * @param id the unique id of the call
	 * @param name the tool
	 * @param arguments the arguments, a JSON object
	 */
	record ToolCall(String id, String name, String arguments) {

		List<String> argumentPieces() {
			return pieces(this.arguments, 3);
		}

	}

}
