/* What lies under the places: a street map from outside, or the land and towns that Flock ships. */
(function () {
  "use strict";

  const flockMap = (window.flockMap = window.flockMap || {});

  const UNITS = 4096; // of a tile's side, as the app writes shapes
  const COLOURS = {
    light: { water: "#D5E4E6", land: "#F7F1E6", coast: "#C2CFCB", river: "#C3D7DA", text: "#5B6472", strong: "#1F2A37" },
    dark: { water: "#10161D", land: "#202832", coast: "#36424E", river: "#17202A", text: "#A9B1BC", strong: "#F2EEE7" },
  };
  const FONTS = ["500 12px", "600 13px", "600 15px"]; // by the size of the town
  const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
  const TILE_ERRORS_IN_A_ROW = 4;

  function trace(pen, lines, scale) {
    pen.beginPath();
    for (const line of lines) {
      pen.moveTo(line[0] * scale, line[1] * scale);
      for (let i = 2; i < line.length; i += 2) pen.lineTo(line[i] * scale, line[i + 1] * scale);
    }
  }

  function paint(canvas, side, shapes, colours) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.height = side * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.fillStyle = colours.water;
    pen.fillRect(0, 0, side, side);
    pen.strokeStyle = colours.coast;
    pen.lineJoin = "round";
    for (const [rings, fill] of [[shapes.land, colours.land], [shapes.lakes, colours.water], [shapes.isles, colours.land]]) {
      pen.fillStyle = fill;
      trace(pen, rings, side / UNITS);
      pen.fill();
      pen.stroke();
    }
    pen.strokeStyle = colours.river;
    trace(pen, shapes.rivers, side / UNITS);
    pen.stroke();
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 3;
    pen.strokeStyle = colours.land;
    for (const [name, x, y, size] of shapes.towns) {
      pen.font = `${FONTS[size]} ${FAMILY}`;
      pen.fillStyle = size === 2 ? colours.strong : colours.text;
      const at = [(x * side) / UNITS, (y * side) / UNITS];
      pen.strokeText(name, ...at);
      pen.fillText(name, ...at);
    }
  }

  /* Land, lakes and town names from the app's own tiles. */
  flockMap.PlainLayer = L.GridLayer.extend({
    options: { root: "", theme: "light", attribution: "Coastlines: GSHHG · Towns: GeoNames" },

    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      fetch(`${this.options.root}tiles/base/${coords.z}/${coords.x}/${coords.y}.json`, { priority: "low" })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
        .then((shapes) => paint(canvas, this.getTileSize().x, shapes, COLOURS[this.options.theme]))
        .then(() => done(null, canvas), (error) => done(error, canvas));
      return canvas;
    },

    setTheme(theme) {
      if (theme === this.options.theme) return;
      this.options.theme = theme;
      if (this._map) this.redraw();
    },
  });

  function asHtml(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  /* A street map from the address that the app was given; `onFailure` is called when it cannot be reached. */
  flockMap.streetLayer = function (url, attribution, onFailure) {
    const credit = attribution.includes("OpenStreetMap")
      ? `<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">${asHtml(attribution)}</a>`
      : asHtml(attribution);
    const layer = L.tileLayer(url, { attribution: credit, maxZoom: 19, className: "flock-street" });
    let errors = 0;
    layer.on("tileload", () => (errors = 0));
    layer.on("tileerror", () => {
      errors += 1;
      if (errors === TILE_ERRORS_IN_A_ROW) onFailure();
    });
    layer.on("add", () => (errors = 0));
    return layer;
  };
})();
