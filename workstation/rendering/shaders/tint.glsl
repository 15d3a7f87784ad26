// Grey to screen colour: itself, or a colour map's 256 steps.
#if defined(COLOUR_MAP)
uniform sampler2D colour_map;
vec3 tint(float g) { return texelFetch(colour_map, ivec2(int(clamp(g, 0.0, 1.0) * 255.0 + 0.5), 0), 0).rgb; }
#else
vec3 tint(float g) { return vec3(g); }
#endif
