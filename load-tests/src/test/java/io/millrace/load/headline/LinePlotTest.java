package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.headline.LinePlot.Curve;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LinePlotTest {

    @Test
    void shouldBeXmlWithOneLineForEachCurveAndItsName() throws Exception {
        var plot = new LinePlot(
                "Mean",
                "rate",
                "seconds",
                10,
                List.of(
                        new Curve("whole", new double[] {1, 2}, new double[] {3, 5}),
                        new Curve("stream", new double[] {1, 2}, new double[] {2, 11})));

        var svg = plot.toSvg();

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var lines = document.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(2);
        // 56 to 470 across for rates 0 to 2, 276 to 34 upright for 0 to 10; the second curve leaves the plot.
        assertThat(lines.item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getTextContent()
                        .strip())
                .isEqualTo("263.0,203.4 470.0,155.0");
        assertThat(lines.item(1)
                        .getAttributes()
                        .getNamedItem("points")
                        .getTextContent()
                        .strip())
                .isEqualTo("263.0,227.6");
        assertThat(svg).contains(">whole</text>", ">stream</text>");
    }
}
