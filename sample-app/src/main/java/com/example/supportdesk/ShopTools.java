package com.example.supportdesk;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/**
 * What an assistant may look up.
 */
class ShopTools {

	@Tool(description = "Looks up an order")
	String findOrder(@ToolParam(description = "number of the order") String orderNumber) {
		return "Order " + orderNumber + ": shipped on Monday";
	}

	@Tool(description = "Tells how many pieces of an article are in stock")
	String countStock(@ToolParam(description = "number of the article") String articleNumber) {
		return "Article " + articleNumber + ": 7 pieces";
	}

}
