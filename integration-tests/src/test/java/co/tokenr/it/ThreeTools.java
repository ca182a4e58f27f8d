package co.tokenr.it;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/**
 * Tools for turns of up to four rounds.
 */
final class ThreeTools {

	@Tool(description = "Looks up an order")
	String findOrder(@ToolParam(description = "number of the order") String orderNumber) {
		return "shipped on Monday";
	}

	@Tool(description = "Tells how many pieces are in stock")
	String countStock(@ToolParam(description = "number of the article") String articleNumber) {
		return "seventeen pieces";
	}

	@Tool(description = "Tells where a parcel is")
	String trackParcel(@ToolParam(description = "number of the parcel") String parcelNumber) {
		return "in a van";
	}

}
