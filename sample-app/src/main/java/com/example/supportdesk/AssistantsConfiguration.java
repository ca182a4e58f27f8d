package com.example.supportdesk;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chat clients of two providers. With more than one model there is no builder to inject,
 * so they are built by hand; {@link ChatClientBuilderConfigurer} applies what an injected
 * builder would have, Tokenr included.
 */
@Configuration(proxyBeanMethods = false)
class AssistantsConfiguration {

	@Bean
	ChatClient openAiClient(OpenAiChatModel model, ChatClientBuilderConfigurer configurer) {
		return configurer.configure(ChatClient.builder(model)).build();
	}

	@Bean
	ChatClient anthropicClient(AnthropicChatModel model, ChatClientBuilderConfigurer configurer) {
		return configurer.configure(ChatClient.builder(model)).build();
	}

}
