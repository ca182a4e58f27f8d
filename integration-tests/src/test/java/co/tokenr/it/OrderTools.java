package co.tokenr.it;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/**
 * Two tools, so that a turn takes three rounds.
 *
 * @param result what each of them answers
 */
record OrderTools(String result) {

	@Tool(description = "Looks up an order")
	String findOrder(@ToolParam(description = "number of the order") String orderNumber) {
		return this.result;
	}

	@Tool(description = "Tells how many pieces are in stock")
	String countStock(@ToolParam(description = "number of the article") String articleNumber) {
		return this.result;
	}

}
