// What lies over a frame (presentation.py): the shutter, then overlay planes, which a shutter must not hide (a side marker stands beside
// the collimated field); nothing of it is windowed, inverted or tinted.
uniform sampler2D marks_image;
uniform sampler2D marks_colours;
// (plane number, part covered by planes, part covered by the shutter) of a texel
vec3 marks_at(vec2 uv)
{
  ivec2 p = clamp(ivec2(floor(uv + 0.5)), ivec2(0), ivec2(marks_shape.xy) - 1);
#if defined(PRESENTED_LEVEL)
  vec3 t = texelFetch(marks_image, p >> int(marks_shape.z), 0).rgb;
  return vec3(t.r * 255.0, t.g, t.b);
#else
  int t = int(texelFetch(marks_image, p, 0).r * 255.0 + 0.5);
  return vec3(float(t & 127), (t & 127) > 0 ? 1.0 : 0.0, t > 127 ? 1.0 : 0.0);
#endif
}
#if defined(PRESENTED_TINT)
uniform sampler2D marks_tint;
vec4 tint_at(vec2 uv)
{
  ivec2 p = clamp(ivec2(floor(uv + 0.5)), ivec2(0), ivec2(marks_shape.xy) - 1);
  return texelFetch(marks_tint, p >> int(marks_shape.z), 0);
}
#endif
vec3 marks_colour(float number) { return texelFetch(marks_colours, ivec2(int(number + 0.5), 0), 0).rgb; }
vec3 presented(vec3 image, vec2 uv)
{
#if defined(PRESENTED_TINT)
  vec4 over = vec4(0.0);
#endif
#if defined(PRESENTED_TAPS)
  vec3 m = vec3(0.0);
  for (int i = 0; i < int(marks_taps.x); i++)
    for (int j = 0; j < int(marks_taps.y); j++) {
      vec2 at = uv + (float(i) - 0.5 * (marks_taps.x - 1.0)) * marks_step_x + (float(j) - 0.5 * (marks_taps.y - 1.0)) * marks_step_y;
      vec3 t = marks_at(at);
#if defined(PRESENTED_TINT)
      over += tint_at(at);
#endif
      m = vec3(max(m.x, t.x), m.yz + t.yz);
    }
  m.yz /= marks_taps.x * marks_taps.y;
#if defined(PRESENTED_TINT)
  over /= marks_taps.x * marks_taps.y;
#endif
  m.y = sqrt(m.y);  // a thin line keeps its strength where it is reduced
#else
  vec3 m = marks_at(uv);
#if defined(PRESENTED_TINT)
  over = tint_at(uv);
#endif
#endif
#if defined(PRESENTED_TINT)
  image = image * (1.0 - over.a) + over.rgb;  // premultiplied
#endif
  return mix(mix(image, marks_colour(0.0), m.z), marks_colour(m.x), m.x > 0.5 ? m.y : 0.0);
}
