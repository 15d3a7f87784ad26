// A colour image: exact pixels at 1:1, smooth when larger, averaged when smaller; window and tables do not apply.
uniform sampler2D base_image;
vec3 texel(ivec2 p) { return texelFetch(base_image, clamp(p, ivec2(0), ivec2(base_size.xy) - 1), 0).rgb; }
vec3 smooth_at(vec2 uv)
{
  vec2 f = floor(uv);
  vec2 t = uv - f;
  ivec2 a = ivec2(f);
  return mix(mix(texel(a), texel(a + ivec2(1, 0)), t.x), mix(texel(a + ivec2(0, 1)), texel(a + ivec2(1, 1)), t.x), t.y);
}
void main()
{
  vec3 px = vec3(viewport_pixel(), 1.0);
  vec2 uv = vec2(dot(to_u, px), dot(to_v, px));
  if (any(lessThan(uv, vec2(-0.5))) || any(greaterThanEqual(uv, base_size.xy - 0.5))) { gl_FragData[0] = vec4(0.0, 0.0, 0.0, 1.0); return; }
#if defined(NEAREST)
  vec3 c = texel(ivec2(floor(uv + 0.5)));
#elif defined(AVERAGE)
  vec3 c = vec3(0.0);
  int n = int(taps);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) c += smooth_at(uv + (float(i) - 0.5 * float(n - 1)) * tap_u + (float(j) - 0.5 * float(n - 1)) * tap_v);
  c /= float(n * n);
#else
  vec3 c = smooth_at(uv);
#endif
  c = base_window.z > 0.5 ? 1.0 - c : c;
#if defined(PRESENTED)
  c = presented(c, uv);
#endif
  gl_FragData[0] = vec4(c, 1.0);
}
