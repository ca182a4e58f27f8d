package co.tokenr.autoconfigure;

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every key that a user may type is described, typed and, where it has a default, says
 * so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationMetadataTests {

	private final Map<String, Map<String, Object>> metadata = new TreeMap<>();

	@BeforeAll
	@SuppressWarnings("unchecked")
	void readMetadata() throws IOException {
		try (InputStream input = TokenrProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(input).as("metadata written by the annotation processor").isNotNull();
			String json = new String(input.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
			List<Object> properties = (List<Object>) JsonParserFactory.getJsonParser().parseMap(json).get("properties");
			for (Object property : properties) {
				Map<String, Object> entry = (Map<String, Object>) property;
				this.metadata.put((String) entry.get("name"), entry);
			}
		}
	}

	@Test
	void everyPropertyOfTheBeanIsDescribedTypedAndDefaulted() {
		Map<String, Object> keys = new LinkedHashMap<>();
		collect("tokenr", new TokenrProperties(), keys);
		assertThat(keys).hasSizeGreaterThan(30).containsKeys("tokenr.token", "tokenr.reporter.retry.max-attempts");
		keys.forEach((key, defaultValue) -> {
			Map<String, Object> entry = this.metadata.get(key);
			assertThat(entry).as(key).isNotNull();
			assertThat((String) entry.get("type")).as("type of " + key).isNotBlank();
			assertThat((String) entry.get("description")).as("description of " + key).isNotBlank().endsWith(".");
			assertThat(normalized(entry.get("defaultValue"))).as("default of " + key)
				.isEqualTo(normalized(defaultValue));
		});
	}

	@Test
	void everyDocumentedKeyOfOursIsAProperty() {
		Map<String, Object> keys = new LinkedHashMap<>();
		collect("tokenr", new TokenrProperties(), keys);
		assertThat(this.metadata.keySet()).filteredOn((key) -> key.startsWith("tokenr.")).allMatch(keys::containsKey);
	}

	@Test
	void healthKeyIsDescribedTypedAndDefaulted() {
		assertThat(this.metadata.get("management.health.tokenr.enabled")).containsEntry("type", "java.lang.Boolean")
			.containsEntry("defaultValue", true)
			.containsKey("description");
	}

	@Test
	void everyKeyIsDescribedAndTyped() {
		assertThat(this.metadata).isNotEmpty().allSatisfy((key, entry) -> {
			assertThat((String) entry.get("type")).as("type of " + key).isNotBlank();
			assertThat((String) entry.get("description")).as("description of " + key).isNotBlank();
		});
	}

	private static void collect(String prefix, Object bean, Map<String, Object> keys) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(bean.getClass())) {
			if (property.getName().equals("class")) {
				continue;
			}
			String key = prefix + "." + dashed(property.getName());
			Object value = value(property, bean);
			if (property.getWriteMethod() == null) {
				collect(key, value, keys);
			}
			else {
				keys.put(key, value);
			}
		}
	}

	private static Object value(PropertyDescriptor property, Object bean) {
		try {
			property.getReadMethod().setAccessible(true);
			return property.getReadMethod().invoke(bean);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	/**
	 * Metadata writes durations as 1s, enums in lower case and nothing for empty ones.
	 */
	private static String normalized(Object value) {
		if (value == null || (value instanceof Collection<?> collection && collection.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty())) {
			return "";
		}
		if (value instanceof Duration || value instanceof DataSize) {
			return value.toString();
		}
		String text = StringUtils.collectionToCommaDelimitedString(
				(value instanceof Collection<?> collection) ? collection : List.of(value));
		if (text.matches("\\d+(B|KB|MB|GB)")) {
			return DataSize.parse(text).toString();
		}
		if (text.matches("\\d+(ms|s|m|h|d)")) {
			return org.springframework.boot.convert.DurationStyle.detectAndParse(text).toString();
		}
		if (text.matches("\\d+(B|KB|MB|GB)")) {
			return DataSize.parse(text).toString();
		}
		return (value instanceof Number number) ? Double.toString(number.doubleValue()) : text.toLowerCase(Locale.ROOT);
	}

}
