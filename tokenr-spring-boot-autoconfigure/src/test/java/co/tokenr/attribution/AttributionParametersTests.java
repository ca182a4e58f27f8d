package co.tokenr.attribution;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttributionParameters}.
 */
class AttributionParametersTests {

	@Test
	void readsEveryParameter() {
		Map<String, Object> parameters = Map.of("tokenr.agent_id", "a", "tokenr.feature", "f", "tokenr.team_id", "t",
				"tokenr.customer_id", 42, "tokenr.user_id", new StringBuilder("u"), "tokenr.conversation_id", "v",
				"tokenr.tags", Map.of("k", 1));
		assertThat(AttributionParameters.read(parameters::get))
			.isEqualTo(new Attribution("a", "f", "t", "42", "u", "v", Map.of("k", "1")));
	}

	@Test
	void saysNothingWithoutParameters() {
		assertThat(AttributionParameters.read((name) -> null)).isSameAs(Attribution.NONE);
	}

	@Test
	void keepsAnEventHereUnlessItIsClearlyMeantToLeave() {
		assertThat(AttributionParameters.read(Map.of("tokenr.remote_save", false)::get).remoteSave()).isFalse();
		assertThat(AttributionParameters.read(Map.of("tokenr.remote_save", "FALSE")::get).remoteSave()).isFalse();
		assertThat(AttributionParameters.read(Map.of("tokenr.remote_save", "no")::get).remoteSave()).isFalse();
		assertThat(AttributionParameters.read(Map.of("tokenr.remote_save", " True ")::get).remoteSave()).isTrue();
		assertThat(AttributionParameters.read(Map.of("tokenr.remote_save", " ")::get)).isSameAs(Attribution.NONE);
	}

	@Test
	void leavesNullsAndForeignTypesOut() {
		Map<Object, Object> tags = new HashMap<>();
		tags.put(null, "v");
		tags.put("k", null);
		assertThat(AttributionParameters.read(Map.of("tokenr.tags", tags)::get)).isSameAs(Attribution.NONE);
		assertThat(AttributionParameters.read(Map.of("tokenr.tags", Arrays.asList("k", "v"))::get))
			.isSameAs(Attribution.NONE);
	}

	@Test
	void takesTheConversationOfTheChatMemoryWhereNoneIsSaid() {
		assertThat(AttributionParameters.CHAT_MEMORY_CONVERSATION_ID).isEqualTo(ChatMemory.CONVERSATION_ID);
		Map<String, Object> memory = Map.of(ChatMemory.CONVERSATION_ID, "memory");
		assertThat(AttributionParameters.read(memory::get).conversationId()).isEqualTo("memory");
		Map<String, Object> both = Map.of(ChatMemory.CONVERSATION_ID, "memory", "tokenr.conversation_id", "own");
		assertThat(AttributionParameters.read(both::get).conversationId()).isEqualTo("own");
		Map<String, Object> blank = Map.of(ChatMemory.CONVERSATION_ID, "memory", "tokenr.conversation_id", " ");
		assertThat(AttributionParameters.read(blank::get).conversationId()).isEqualTo("memory");
	}

}
